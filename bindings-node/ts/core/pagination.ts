export * from '../pagination.js';
