export * from '../streaming.js';
