// Answers for scripts: whole messages, and the streams that give the same.
import { answer } from './answers.mjs';

/** A message of these blocks, whole; a string is a block of text. */
export function says(content, stop = 'end_turn', more = {}) {
  return { headers: { 'request-id': 'req_01Test' }, json: message(content, stop, more) };
}

/** The same as a stream. */
export function streams(content, stop = 'end_turn', more = {}) {
  return answer(events(message(content, stop, more)));
}

/** The stream, cut after its first events. */
export function breaks(content, count) {
  const events_ = events(message(content, 'end_turn', {})).slice(0, count);
  const whole = answer(events_);
  return { ...whole, delivery: { cut_at: Buffer.byteLength(whole.body) } };
}

/** A call of a tool. */
export function use(name, input, id = 'toolu_1') {
  return { type: 'tool_use', id, name, input };
}

function message(content, stop_reason, more) {
  return {
    id: 'msg_01Test', type: 'message', role: 'assistant', model: 'test-model',
    content: content.map((block) => (typeof block === 'string' ? { type: 'text', text: block } : block)),
    stop_reason, stop_sequence: null, usage: { input_tokens: 3, output_tokens: 5 }, ...more,
  };
}

function events({ content, stop_reason, ...opening }) {
  const datas = [
    { type: 'message_start', message: { ...opening, content: [], stop_reason: null } },
    ...content.flatMap((block, index) => [
      { type: 'content_block_start', index, content_block: block.type === 'text' ? { ...block, text: '' } : { ...block, input: {} } },
      {
        type: 'content_block_delta', index,
        delta: block.type === 'text'
          ? { type: 'text_delta', text: block.text }
          : { type: 'input_json_delta', partial_json: JSON.stringify(block.input) },
      },
      { type: 'content_block_stop', index },
    ]),
    { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 5 } },
    { type: 'message_stop' },
  ];
  return datas.map((data) => ({ event: data.type, data }));
}
