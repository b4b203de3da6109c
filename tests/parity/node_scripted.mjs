// A server on loopback that gives what it is told to, one answer after the other, and keeps what it was asked.
import { createServer } from 'node:http';
import { once } from 'node:events';

export class ScriptedServer {
  #server = createServer((request, response) => this.#answer(request, response));
  #answers = [];
  #seen = [];

  async start() {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    this.url = `http://127.0.0.1:${this.#server.address().port}`;
    return this;
  }

  /** Gives these answers from now on: `{ json, status }` or `{ events }`. */
  script(answers) {
    this.#answers = [...answers];
    this.#seen = [];
  }

  /** What was asked since. That a message is not to be a stream is what it is without saying so. */
  get requests() {
    return this.#seen;
  }

  stop() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString());
    if (body.stream === false) delete body.stream;
    this.#seen.push([request.url, body, request.headers['anthropic-beta'] ?? null, request.headers['x-own'] ?? null]);
    const { json, status = 200, events } = this.#answers.shift() ?? { status: 418, json: { type: 'error' } };
    response.writeHead(status, { 'content-type': events ? 'text/event-stream' : 'application/json', 'request-id': 'req_1' });
    for (const event of events ?? []) response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    response.end(events ? '' : JSON.stringify(json));
  }
}

/** A message of these blocks; a string is a block of text. */
export function says(content, stop = 'end_turn', more = {}) {
  return {
    json: {
      id: 'msg_1', type: 'message', role: 'assistant', model: 'test-model',
      content: content.map((block) => (typeof block === 'string' ? { type: 'text', text: block } : block)),
      stop_reason: stop, stop_sequence: null, usage: { input_tokens: 1, output_tokens: 1 }, ...more,
    },
  };
}

/** The same as a stream. */
export function streams({ json }) {
  const { content, stop_reason, ...opening } = json;
  return {
    events: [
      { type: 'message_start', message: { ...opening, content: [], stop_reason: null } },
      ...content.flatMap((block, index) => {
        const [empty, deltas] = block.type === 'text'
          ? [{ ...block, text: '' }, halves(block.text).map((text) => ({ type: 'text_delta', text }))]
          : [{ ...block, input: {} }, halves(JSON.stringify(block.input)).map(inputDelta)];
        return [
          { type: 'content_block_start', index, content_block: empty },
          ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
          { type: 'content_block_stop', index },
        ];
      }),
      { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 2 } },
      { type: 'message_stop' },
    ],
  };
}

/** A call of a tool. */
export function use(input, name = 'answer', id = 't') {
  return { type: 'tool_use', id, name, input: typeof input === 'number' ? { number: input } : input };
}

export const PARAMS = { model: 'test-model', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] };

function inputDelta(partial_json) {
  return { type: 'input_json_delta', partial_json };
}

function halves(text) {
  const half = text.length >> 1;
  return [text.slice(0, half), text.slice(half)];
}
