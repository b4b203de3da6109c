/** The types of what is sent and received. All but those of `calls.ts` are written from the core's own types. */
export type * from './types/answers.js';
export type * from './types/calls.js';
export type * from './types/params.js';
export type * from './types/words.js';
export type { MessageBatchesPage } from './resources/messages/batches.js';
