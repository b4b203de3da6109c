// Answers for scripts: pieces of streams that tests stop, break or let run.

export const START = {
  event: 'message_start',
  data: {
    type: 'message_start',
    message: {
      id: 'msg_01Test', type: 'message', role: 'assistant', model: 'test-model', content: [], stop_reason: null,
      stop_sequence: null, usage: { input_tokens: 3, output_tokens: 1 },
    },
  },
};

export const BLOCK = {
  event: 'content_block_start',
  data: { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
};

export const text = (text) => ({
  event: 'content_block_delta',
  data: { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } },
});

export const END = [
  { event: 'content_block_stop', data: { type: 'content_block_stop', index: 0 } },
  {
    event: 'message_delta',
    data: {
      type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 5 },
    },
  },
  { event: 'message_stop', data: { type: 'message_stop' } },
];

/** A whole stream with these texts. */
export const whole = (...texts) => answer([START, BLOCK, ...texts.map(text), ...END]);

/** A stream that gives these texts and then says nothing more, until the client goes away. */
export function hanging(...texts) {
  const events = answer([START, BLOCK, ...texts.map(text)]);
  return { ...events, delivery: { hang_at: Buffer.byteLength(events.body) } };
}

/** A stream that gives these texts and is then cut, its framing unfinished. */
export function cut(...texts) {
  const events = answer([START, BLOCK, ...texts.map(text)]);
  return { ...events, delivery: { cut_at: Buffer.byteLength(events.body) } };
}

/** These events as the body of a stream. */
export function answer(events) {
  const frame = ({ event, data }) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  return {
    headers: { 'content-type': 'text/event-stream', 'request-id': 'req_01Test' },
    body: events.map(frame).join(''),
    framing: 'chunked',
  };
}
