// Structured outputs through a client: what is sent, and what comes as `parsed_output`.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import * as tidings from 'tidings';
import * as helpers from 'tidings/helpers/index';
import * as z from 'zod/v4';
import { says, streams } from './support/messages.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();
const { StructuredOutputError } = tidings;
const format = helpers.zodOutputFormat(z.object({ name: z.string(), age: z.number().default(1) }));
const text = '{"name": "Ada"}';
const value = { name: 'Ada', age: 1 };

async function script(...answers) {
  const run = await server.script(...answers);
  return { run, client: new tidings.Client({ apiKey: 'k', baseURL: run.baseURL, maxRetries: 0 }) };
}

/** The error of a call whose answer is no such value. */
async function refusal(content, stop) {
  const { client } = await script(says(content, stop));
  async function theProgram() {
    return client.messages.parse({ ...PARAMS, output_config: { format } });
  }
  return theProgram().then(() => assert.fail('no error'), (error) => error);
}

describe('parse', () => {
  for (const face of ['messages', 'beta']) {
    it(`gives the value of the text, of ${face}`, async () => {
      const { client, run } = await script(says([text]));
      const messages = face === 'beta' ? client.beta.messages : client.messages;
      const message = await messages.parse({ ...PARAMS, output_config: { effort: 'low', format } });
      assert.deepEqual(message.parsed_output, value);
      assert.deepEqual(message.content[0].parsed_output, value);
      assert.equal(message.content[0].text, text);
      assert.equal(message._request_id, 'req_01Test');
      const [{ body }] = await run.requests();
      const { parse, ...sent } = format;
      assert.deepEqual(body.output_config, { effort: 'low', format: sent });
    });
  }

  it('reads every text, and gives the first value that is there', async () => {
    const { client } = await script(says(['null', '0', '1']));
    const message = await client.messages.parse({ ...PARAMS, output_config: { format: { type: 'json_schema', schema: {} } } });
    assert.equal(message.parsed_output, 0);
    assert.deepEqual(message.content.map((block) => block.parsed_output), [null, 0, 1]);
  });

  it('has null where there is no text or no format', async () => {
    const { client } = await script(says([]), says([text]));
    assert.equal((await client.messages.parse({ ...PARAMS, output_config: { format } })).parsed_output, null);
    const message = await client.messages.parse(PARAMS);
    assert.deepEqual([message.parsed_output, message.content[0].parsed_output], [null, null]);
  });

  it('takes an answer without content', async () => {
    const { client } = await script({ json: { type: 'message', id: 'msg_01Test' } });
    assert.deepEqual(await client.messages.parse({ ...PARAMS, output_config: { format } }), { type: 'message', id: 'msg_01Test', parsed_output: null });
  });

  it('gives the answer too', async () => {
    const { client } = await script(says([text]));
    const { data, response, request_id } = await client.messages.parse({ ...PARAMS, output_config: { format } }).withResponse();
    assert.deepEqual([data.parsed_output, response.status, request_id], [value, 200, 'req_01Test']);
  });

  it('gives values that are not sent again', async () => {
    const { client, run } = await script(says([text]), says([text]));
    const params = { ...PARAMS, output_config: { format } };
    const message = await client.messages.parse(params);
    await client.messages.parse({ ...params, messages: [...PARAMS.messages, message, { role: 'user', content: 'Again.' }] });
    assert.deepEqual((await run.requests())[1].body.messages[1], { role: 'assistant', content: [{ type: 'text', text }] });
  });
});

describe('create', () => {
  it('sends the format and reads nothing', async () => {
    const { client, run } = await script(says(['nonsense']));
    const message = await client.messages.create({ ...PARAMS, output_config: { format } });
    assert.equal('parsed_output' in message, false);
    assert.deepEqual((await run.requests())[0].body.output_config.format.schema, format.schema);
  });
});

describe('a text that is not what was asked for', () => {
  it('is an error that has the message, its request id and the caller\'s stack', async () => {
    for (const wrong of ['secret nonsense', '{"name": 1}']) {
      const error = await refusal([wrong]);
      assert.ok(error instanceof StructuredOutputError && error instanceof tidings.AnthropicError);
      assert.equal(error.partialMessage.content[0].text, wrong);
      assert.equal(error.requestID, 'req_01Test');
      assert.equal(error.mayHaveRun, true);
      assert.match(error.stack, /theProgram/);
      assert.doesNotMatch(inspect(error), /secret/);
    }
  });

  it('tells that the model was cut off', async () => {
    assert.match((await refusal(['{"name": "A'], 'max_tokens')).message, /stop_reason max_tokens/);
    assert.doesNotMatch((await refusal(['x'])).message, /stop_reason/);
  });

  it('gives the error of a format of one\'s own as it is, with the message', async () => {
    const { client } = await script(says([text]));
    const own = new TypeError('mine');
    const parse = () => { throw own; };
    const call = client.messages.parse({ ...PARAMS, output_config: { format: { type: 'json_schema', schema: {}, parse } } });
    const error = await call.then(() => assert.fail('no error'), (error) => error);
    assert.equal(error, own);
    assert.equal(error.partialMessage.content[0].text, text);
    assert.deepEqual(Object.keys(error), []);
  });
});

describe('a stream', () => {
  it('gives values at its end', async () => {
    const { client, run } = await script(streams([text]));
    const stream = client.messages.stream({ ...PARAMS, output_config: { format } });
    const seen = [];
    stream.on('message', (message) => seen.push(message.parsed_output)).on('finalMessage', (message) => seen.push(message.parsed_output));
    const message = await stream.finalMessage();
    assert.deepEqual([message.parsed_output, message.content[0].parsed_output, ...seen], [value, value, value, value]);
    assert.deepEqual((await run.requests())[0].body.output_config.format.schema, format.schema);
  });

  it('tells of a text that does not fit after everything that came, wherever somebody reads', async () => {
    const { client } = await script(streams(['nonsense']));
    const stream = client.messages.stream({ ...PARAMS, output_config: { format } });
    const seen = [];
    stream.on('text', (delta) => seen.push(delta)).on('error', (error) => seen.push(error)).on('end', () => seen.push('end'));
    const error = await stream.finalMessage().then(() => assert.fail('no error'), (error) => error);
    assert.ok(error instanceof StructuredOutputError);
    assert.equal(error.partialMessage.content[0].text, 'nonsense');
    assert.deepEqual(seen, ['nonsense', error, 'end']);
    await assert.rejects(stream.done(), error);
  });

  it('whose loop reads events tells of it too', async () => {
    const { client } = await script(streams(['nonsense']));
    const types = [];
    const read = async () => {
      for await (const { type } of client.messages.stream({ ...PARAMS, output_config: { format } })) types.push(type);
    };
    await assert.rejects(read(), StructuredOutputError);
    assert.equal(types.at(-1), 'message_stop');
  });
});
