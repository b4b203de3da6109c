// The fold in TypeScript: it must say what the core says, and what listeners are shown must stay as it was.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { AnthropicError, Client } from 'tidings';
import { answer, blocks, copy, ending, frames, hear, tool } from './support/events.mjs';
import { PARAMS, startServer, STREAMS } from './support/server.mjs';

const server = await startServer();
const read = (name) => readFileSync(join(STREAMS, name), 'utf8');
const recorded = JSON.parse(read('manifest.json')).streams;
const derived = JSON.parse(read('derived.json'));

async function open(body, options) {
  const run = await server.script(typeof body === 'string' ? { ...answer([]), body } : answer(frames(body)));
  return new Client({ apiKey: 'k', baseURL: run.baseURL, maxRetries: 0 }).messages.stream(PARAMS, options);
}

describe('the message so far, of every recorded stream', () => {
  for (const { name, outcome } of recorded) {
    it(`${name}: ends as the core's own message`, async () => {
      const stream = await open(read(`${name}.sse`));
      let folded;
      stream.on('streamEvent', (_, snapshot) => (folded = snapshot));
      const core = await stream.finalMessage().catch((error) => error.partialMessage);
      assert.deepEqual(copy(folded), copy(core));
      assert.equal(outcome === 'message', core !== undefined && !stream.errored);
    });
  }
});

describe('the message so far, where nobody listens', () => {
  for (const { name } of recorded) {
    for (const often of [1, 3, 10]) {
      it(`${name}: is the same to a loop that looks at every ${often}. event`, async () => {
        const told = [];
        const heard = await open(read(`${name}.sse`));
        heard.on('streamEvent', (_, snapshot) => told.push(copy(snapshot)));
        await heard.done().catch(() => {});
        let count = 0;
        const stream = await open(read(`${name}.sse`));
        const looks = async () => {
          for await (const _ of stream) {
            if (++count % often === 0 && !stream.ended) assert.deepEqual(copy(stream.currentMessage), told[count - 1]);
          }
        };
        await looks().catch((error) => assert.ok(error instanceof AnthropicError, error));
        assert.equal(count, told.length);
      });
    }
  }
});

// What the derived events of the official Python helper are called here, and their arguments.
const AS_LISTENED = {
  text: (event) => ['text', event.text, event.snapshot],
  thinking: (event) => ['thinking', event.thinking, event.snapshot],
  input_json: (event) => ['inputJson', event.partial_json, event.snapshot],
  citation: (event) => ['citation', event.citation, event.snapshot],
  signature: (event) => ['signature', event.signature],
  content_block_stop: (event) => ['contentBlock', event.content_block],
};

describe('the derived events of every recorded stream', () => {
  for (const [name, events] of Object.entries(derived)) {
    it(`${name}: are those of the helper of the other language`, async () => {
      const stream = await open(read(`${name}.sse`));
      const heard = hear(stream, ['text', 'thinking', 'inputJson', 'citation', 'signature', 'contentBlock']);
      await stream.done().catch(() => {});
      assert.deepEqual(heard, events.flatMap((event) => (event.type in AS_LISTENED ? [AS_LISTENED[event.type](event)] : [])));
    });
  }
});

describe('what a listener keeps', () => {
  it('is a block as it was then, while the message is one object that grows', async () => {
    const stream = await open(blocks(
      [{ type: 'text', text: '' }, { type: 'text_delta', text: 'a' }, { type: 'text_delta', text: 'b' }],
    ));
    const kept = [];
    stream.on('streamEvent', (_, snapshot) => kept.push([snapshot, snapshot.content[0]]));
    await stream.done();
    assert.equal(new Set(kept.map(([snapshot]) => snapshot)).size, 1);
    assert.deepEqual(kept.map(([, block]) => block?.text), [undefined, '', 'a', 'ab', 'ab', 'ab', 'ab']);
  });

  it('is the input of a tool as it was then, though it is read when more has come', async () => {
    const stream = await open(blocks(tool('', '{"a": [1', ', 2], "b', '": {"c": tr', 'ue}}')));
    const kept = [];
    stream.on('streamEvent', (_, snapshot) => kept.push(snapshot.content[0]));
    await stream.done();
    const inputs = kept.slice(1).map((block) => block.input);
    const whole = { a: [1, 2], b: { c: true } };
    assert.deepEqual(inputs, [{}, {}, { a: [1] }, { a: [1, 2] }, { a: [1, 2], b: {} }, whole, whole, whole, whole]);
    assert.equal(kept[3].input, kept[3].input);
    assert.deepEqual(Object.keys(kept[3]), ['type', 'id', 'name', 'input']);
  });

  it('is a list of citations as it was then', async () => {
    const cite = (cited_text) => ({ type: 'citations_delta', citation: { type: 'char_location', cited_text } });
    const stream = await open(blocks([{ type: 'text', text: '', citations: null }, cite('a'), cite('b')]));
    const kept = [];
    stream.on('citation', (citation, all) => kept.push([citation.cited_text, all]));
    await stream.done();
    assert.deepEqual(kept.map(([text, all]) => [text, all.length]), [['a', 1], ['b', 2]]);
  });

  it('may be changed by it: a later piece is added to what the model wrote', async () => {
    const stream = await open(blocks(tool('{"a": 1', ', "b": 2}')));
    stream.on('inputJson', (_, input) => (input.a = 'changed'));
    const heard = hear(stream, ['contentBlock']);
    await stream.done();
    assert.equal(heard[0][1].input.b, 2);
  });
});

describe('the input of a tool', () => {
  it('that is not JSON is shown as its text, and the stream goes on', async () => {
    const stream = await open(blocks(tool('call ', 'me'), tool('{"a": 1}')));
    const heard = hear(stream, ['inputJson', 'contentBlock']);
    const message = await stream.finalMessage();
    assert.deepEqual(heard.filter(([name]) => name === 'inputJson').map(([, piece, input]) => [piece, input]), [
      ['call ', 'call '], ['me', 'call me'], ['{"a": 1}', { a: 1 }],
    ]);
    assert.deepEqual(heard.filter(([name]) => name === 'contentBlock').map(([, block]) => block.input), ['call me', { a: 1 }]);
    assert.deepEqual(message.content.map((block) => block.input), ['call me', { a: 1 }]);
  });

  it('that was cut off keeps what was finished, also where nobody looked before', async () => {
    const stream = await open(blocks(tool('{"path": "a.txt", "lines": ["first", "sec')));
    const heard = hear(stream, ['contentBlock']);
    const message = await stream.finalMessage();
    assert.deepEqual(heard[0][1].input, { path: 'a.txt', lines: ['first'] });
    assert.deepEqual(message.content[0].input, heard[0][1].input);
  });

  it('keeps keys that an object has by nature', async () => {
    const stream = await open(blocks(tool('{"__proto__": {"a": 1}, "con', 'structor": 2}')));
    const shown = [];
    stream.on('inputJson', (_, input) => shown.push(JSON.stringify(input)));
    await stream.done();
    assert.equal(shown.at(-1), '{"__proto__":{"a":1},"constructor":2}');
    assert.equal({}.a, undefined);
  });

  it('of 160 KB in pieces of 20 bytes takes time that goes with its size', async () => {
    const time = async (size) => {
      const pieces = `{"text": "${'lorem ipsum '.repeat(size / 12)}"}`.match(/.{1,20}/gs);
      const stream = await open(blocks(tool(...pieces)));
      let count = 0;
      stream.on('inputJson', (_, input) => (count += input === undefined ? 0 : 1));
      const before = process.cpuUsage().user;
      await stream.done();
      assert.equal(count, pieces.length);
      return process.cpuUsage().user - before;
    };
    await time(20_000);
    const [small, large] = [await time(20_000), await time(160_000)];
    assert.ok(large < 40 * small + 100_000, `${small} µs for 20 KB, ${large} µs for 160 KB`);
  });
});

describe('the message so far', () => {
  it('has the model that took over, and what beta puts beside the delta', async () => {
    const events = blocks([{ type: 'fallback', from: { model: 'a' }, to: { model: 'b' } }]).slice(0, -2);
    const stream = await open([...events, ...ending({ container: null }, { context_management: { applied_edits: [] }, other: 1 })]);
    let folded;
    stream.on('streamEvent', (_, snapshot) => (folded = snapshot));
    const message = await stream.finalMessage();
    assert.deepEqual(copy(folded), copy(message));
    assert.equal(folded.model, 'b');
    assert.deepEqual(folded.context_management, { applied_edits: [] });
    assert.ok(!('container' in folded) && !('other' in folded));
  });

  it('is not changed by a delta that does not fit its block, and nothing is told of it', async () => {
    const deltas = [
      { type: 'thinking_delta', thinking: 'x' }, { type: 'signature_delta', signature: 'x' },
      { type: 'input_json_delta', partial_json: '{}' }, { type: 'compaction_delta', content: 'x' },
      { type: 'new_delta', text: 'x' },
    ];
    const stream = await open(blocks([{ type: 'text', text: 't' }, ...deltas]));
    const heard = hear(stream, ['text', 'thinking', 'signature', 'inputJson', 'compaction', 'contentBlock']);
    await stream.done();
    assert.deepEqual(heard, [['contentBlock', { type: 'text', text: 't' }]]);
  });

  it('tells of a compaction, and not of one without a summary', async () => {
    const compaction = (delta) => [{ type: 'compaction', content: null }, { type: 'compaction_delta', ...delta }];
    const stream = await open(blocks(compaction({ content: 'sum' }), compaction({ encrypted_content: 'e' })));
    const heard = hear(stream, ['compaction']);
    const message = await stream.finalMessage();
    assert.deepEqual(heard, [['compaction', 'sum']]);
    assert.deepEqual(message.content[1], { type: 'compaction', content: null, encrypted_content: 'e' });
  });

  it('begins with its first block where nothing announced it', async () => {
    const stream = await open(blocks([{ type: 'text', text: '' }, { type: 'text_delta', text: 'hi' }]).slice(1));
    const heard = hear(stream, ['text']);
    let folded;
    stream.on('streamEvent', (_, snapshot) => (folded = snapshot));
    const message = await stream.finalMessage();
    assert.deepEqual(heard, [['text', 'hi', 'hi']]);
    assert.deepEqual(copy(folded), copy(message));
  });
});
