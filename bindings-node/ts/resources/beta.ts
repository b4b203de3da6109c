export * from './beta/index.js';
