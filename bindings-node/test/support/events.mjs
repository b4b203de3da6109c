// Single events, and the listening to all of a stream.
export { answer } from './answers.mjs';

/** A stream of one message with these blocks: how each begins, and its deltas. */
export function blocks(...list) {
  const events = [{
    type: 'message_start',
    message: {
      id: 'msg_01Test', type: 'message', role: 'assistant', model: 'test-model', content: [], stop_reason: null,
      stop_sequence: null, usage: { input_tokens: 3, output_tokens: 1 },
    },
  }];
  for (const [index, [content_block, ...deltas]] of list.entries()) {
    events.push({ type: 'content_block_start', index, content_block });
    for (const delta of deltas) events.push({ type: 'content_block_delta', index, delta });
    events.push({ type: 'content_block_stop', index });
  }
  return [...events, ...ending()];
}

/** What ends a message; `more` are further fields of its delta. */
export const ending = (more = {}, beside = {}) => [
  { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null, ...more }, usage: { output_tokens: 5 }, ...beside },
  { type: 'message_stop' },
];

/** A tool whose input comes in these pieces. */
export const tool = (...pieces) => [
  { type: 'tool_use', id: 'toolu_01Test', name: 'f', input: {} },
  ...pieces.map((partial_json) => ({ type: 'input_json_delta', partial_json })),
];

/** Frames of these events, as `answer` takes them. */
export const frames = (events) => events.map((data) => ({ event: data.type, data }));

export const NAMES = [
  'connect', 'streamEvent', 'text', 'citation', 'inputJson', 'thinking', 'signature', 'compaction', 'contentBlock', 'message',
  'finalMessage', 'error', 'abort', 'end',
];

/** A copy of a value as it is now. */
export const copy = (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

/** Hears everything that a stream tells, as `[name, ...arguments]`, copied at once. */
export function hear(stream, names = NAMES) {
  const heard = [];
  for (const name of names) stream.on(name, (...args) => heard.push([name, ...args.map(copy)]));
  return heard;
}
