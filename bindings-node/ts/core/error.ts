export * from '../error.js';
