export * from '../api-promise.js';
