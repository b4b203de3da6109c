// What the scripted server answers, in the shapes of the API.

export const HEADERS = { 'request-id': 'req_1', 'anthropic-workspace-id': 'wrkspc_1' };
export const STREAM_HEADERS = { ...HEADERS, 'content-type': 'text/event-stream; charset=utf-8' };

/** A success with a JSON body. */
export const ok = (json, headers = {}) => ({ json, headers: { ...HEADERS, ...headers } });

/** An answer that is not JSON. */
export const text = (body, type, status = 200) => ({ status, body, headers: { ...HEADERS, 'content-type': type } });

/** A failure in the API's shape, which may be tried again soon. */
export function error(status, type, { message = 'No', details, headers } = {}) {
  const inner = { type, message, ...(details && { details }) };
  const json = { type: 'error', error: inner, request_id: 'req_1' };
  return { status, json, headers: { ...HEADERS, 'retry-after-ms': '1', ...headers } };
}

export const textBlock = (words, fields) => ({ type: 'text', text: words, ...fields });
export const toolUse = (name, input, fields) => ({ type: 'tool_use', id: 'toolu_1', name, input, ...fields });

/** A message of these blocks. */
export const messageBody = (blocks, fields) => ({
  id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-opus-4-6', content: blocks,
  stop_reason: 'end_turn', stop_sequence: null, usage: { input_tokens: 12, output_tokens: 6 }, ...fields,
});

/** A success with a message; of a few words when no blocks are given. */
export const message = (blocks = [textBlock('Hello there.')], fields = {}) => ok(messageBody(blocks, fields));

/** A stream of these events. A string goes out as it is, as the data of an event named `content_block_delta`. */
export function events(list, headers = {}) {
  const sse = list.flat(Infinity).map((data) => ({ event: data.type ?? 'content_block_delta', data }));
  return { sse, headers: { ...STREAM_HEADERS, ...headers } };
}

/** The event with which a message begins. */
export const start = (fields) => ({
  type: 'message_start',
  message: messageBody([], { stop_reason: null, usage: { input_tokens: 12, output_tokens: 1 }, ...fields }),
});

/** The events of a block. */
export const block = (index, content_block, ...deltas) => [
  { type: 'content_block_start', index, content_block },
  ...deltas.flat().map((delta) => ({ type: 'content_block_delta', index, delta })),
  { type: 'content_block_stop', index },
];

/** The events with which a message ends. */
export const end = (stop_reason = 'end_turn', usage = {}) => [
  { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 6, ...usage } },
  { type: 'message_stop' },
];

export const textDeltas = (...pieces) => pieces.map((piece) => ({ type: 'text_delta', text: piece }));
export const jsonDeltas = (...pieces) => pieces.map((piece) => ({ type: 'input_json_delta', partial_json: piece }));

/** A stream of a message of one block of text. */
export const textStream = (pieces = ['Hel', 'lo ', 'there.']) =>
  events([start(), block(0, textBlock(''), textDeltas(...pieces)), end()]);

/** A stream of a message that calls a tool. */
export const toolStream = (pieces = ['', '{"city": "Par', 'is", "days": 1', '2}'], name = 'get_weather') =>
  events([start(), block(0, toolUse(name, {}), jsonDeltas(...pieces)), end('tool_use')]);

/** A page of a list. */
export const page = (data, fields) => ok({ data, ...fields });

/** A body of one JSON value a line. */
export const lines = (...values) => text(values.map((value) => `${JSON.stringify(value)}\n`).join(''), 'application/x-jsonl');

/** What most examples ask. */
export const CALL = { model: 'claude-opus-4-6', max_tokens: 1024, messages: [{ role: 'user', content: 'Hello' }] };
