export * from '../uploads.js';
