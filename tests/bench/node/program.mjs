/**
 * One measurement of one client, in a process of its own; prints one line of JSON.
 *
 *     node program.mjs FOLDER PEER CASE AMOUNT TIMES URL
 *
 * FOLDER is where the packages are installed. Every case is the same code for both packages, as their users write it. What it
 * gives back is checked here, after the clock was read. The clock is that of the whole process, all its threads included.
 */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';

import { MODEL, textPieces, toolInput } from './answers.mjs';
import { plain } from './plain.mjs';
import { Run } from './run.mjs';

/** Milliseconds over which paced streams begin, or all would have their events at once. */
const SPREAD = 50;
/** How many held streams begin in one. More at a time than the server's queue takes would wait for the system to knock again. */
const A_MILLISECOND = 8;
const HELD_PIECES = 20;
const REQUEST = { model: MODEL, max_tokens: 1024, messages: [{ role: 'user', content: 'Hello' }] };
/** The most connections at a time in any measurement; Tidings has 1,000 otherwise, the official package no limit. */
const MOST = 20_000;

const [folder, peer, caseName, amountText, timesText, url] = process.argv.slice(2);
const [amount, times] = [Number(amountText), Number(timesText)];
const require = createRequire(`${folder}/`);
const run = new Run();

const cases = {
  construct() {
    client(url);
    run.start();
    const clients = Array.from({ length: times }, () => client(url));
    run.stop();
    assert(clients.every(({ baseURL }) => baseURL));
    return times;
  },

  create: () => calls(REQUEST),

  async many() {
    const { create } = caller(url);
    const read = async (count) => {
      let left = count;
      const work = async () => {
        while (left-- > 0) checkHello(await create(REQUEST));
      };
      await Promise.all(Array.from({ length: amount }, work));
    };
    await read(amount);
    run.start();
    await read(times);
    run.stop();
    return times;
  },

  large() {
    const words = textPieces(200).join(' ');
    const messages = Array.from({ length: amount }, (_, number) => ({
      role: number % 2 === 0 ? 'user' : 'assistant',
      content: [{ type: 'text', text: `${number}: "${words}"\n` }],
    }));
    return calls({ ...REQUEST, messages });
  },

  images() {
    const source = { type: 'base64', media_type: 'image/png', data: 'TWFu'.repeat(312_500) };
    const content = Array.from({ length: amount }, () => ({ type: 'image', source }));
    return calls({ ...REQUEST, messages: [{ role: 'user', content }] });
  },

  async raw() {
    const given = await clocked((url) => caller(url).stream(REQUEST));
    for (const reader of given) check(reader, amount);
    return given.reduce((sum, { events }) => sum + events, 0);
  },

  async text() {
    const given = await clocked(async (url) => {
      const texts = [];
      const stream = client(url).messages.stream(REQUEST);
      stream.on('text', (text) => texts.push(text));
      return { message: await stream.finalMessage(), texts };
    });
    for (const { message, texts } of given) {
      assert.deepEqual(texts, textPieces(amount));
      checkMessage(message, texts.join(''));
    }
    return amount * times;
  },

  async helper() {
    const given = await clocked(async (url) => {
      let [events, text] = [0, ''];
      const stream = client(url).messages.stream(REQUEST);
      for await (const event of stream) {
        events++;
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text;
      }
      return { events, text, message: await stream.finalMessage() };
    });
    for (const { message, text } of given) {
      assert.equal(text, textPieces(amount).join(''));
      checkMessage(message, text);
    }
    return given.reduce((sum, { events }) => sum + events, 0);
  },

  async tool() {
    const given = await clocked(async (url) => {
      let [json, stations] = ['', 0];
      const stream = client(url).messages.stream(REQUEST);
      stream.on('inputJson', (piece, snapshot) => {
        json += piece;
        stations = Math.max(stations, snapshot?.stations?.length ?? 0);
      });
      return { message: await stream.finalMessage(), json, stations };
    });
    const input = toolInput(amount);
    for (const { message, json, stations } of given) {
      assert.deepEqual(message.content[0].input, input);
      assert.deepEqual(JSON.parse(json), input);
      assert.equal(stations, input.stations.length);
    }
    return times;
  },

  /** `times` streams at a time, of events that come one by one. */
  async paced() {
    await caller(run.shortUrl(url)).stream(REQUEST);
    const { stream } = caller(url);
    run.start();
    const counts = await Promise.all(
      Array.from({ length: times }, async (_, number) => {
        await sleep((number * SPREAD) / times);
        let texts = 0;
        const { events } = await stream(REQUEST, (text) => {
          // The first of a stream comes with the head of the answer, and waits for what is made once.
          if (++texts > 1) run.delayed(text);
        });
        return events;
      }),
    );
    run.stop();
    assert.deepEqual(new Set(counts), new Set([amount + 5]));
    assert.equal(run.delays.length, (amount - 1) * times);
    return counts.reduce((sum, events) => sum + events, 0);
  },

  /** All streams are open and idle before the first ends; the memory that the process has then is the result. */
  async hold() {
    await caller(run.shortUrl(url)).stream(REQUEST);
    const { stream } = caller(url);
    run.awaited = HELD_PIECES * times;
    run.start();
    const streams = [];
    for (let number = 0; number < times; number++) {
      streams.push(stream(REQUEST, run.held));
      if (number % A_MILLISECOND === 0) await sleep(1);
    }
    const given = await Promise.all(streams);
    run.stop();
    assert.equal(run.awaited, 0, `${run.awaited} texts of the held streams never came`);
    for (const reader of given) check(reader, HELD_PIECES);
    return times;
  },
};

const units = await cases[caseName]();
console.log(run.report(units));
process.exit();

function client(url) {
  const Anthropic = require(peer).default;
  return new Anthropic({ apiKey: 'any-key-will-do', baseURL: url, ...(peer === 'tidings' && { maxConnections: MOST }) });
}

/** How a call and a stream are made: with a package, or with what is there without one. */
function caller(url) {
  const without = plain[peer];
  if (without) return without(new URL(`${url}/v1/messages`), require);
  const { messages } = client(url);
  return {
    create: (request) => messages.create(request),
    async stream(request, see) {
      const reader = { events: 0, text: '', stopReason: '', outputTokens: 0 };
      for await (const event of await messages.create({ ...request, stream: true })) {
        reader.events++;
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') {
          reader.text += event.delta.text;
          see?.(event.delta.text);
        } else if (event.type === 'message_delta') {
          reader.stopReason = event.delta.stop_reason;
          reader.outputTokens = event.usage.output_tokens;
        }
      }
      return reader;
    },
  };
}

async function calls(request) {
  const { create } = caller(url);
  checkHello(await create(request));
  const given = [];
  run.start();
  for (let i = 0; i < times; i++) given.push(await create(request));
  run.stop();
  given.forEach(checkHello);
  return times;
}

/** Reads a short stream first, for what is made only once, then the long ones by the clock. */
async function clocked(read) {
  await read(run.shortUrl(url));
  const given = [];
  run.start();
  for (let i = 0; i < times; i++) given.push(await read(url));
  run.stop();
  return given;
}

function checkHello(message) {
  assert.equal(message.content[0].text, 'Hello');
  assert.equal(message.stop_reason, 'end_turn');
  assert.equal(message.usage.output_tokens, 1);
}

function checkMessage(message, text) {
  assert.equal(message.content[0].text, text);
  assert.equal(message.stop_reason, 'end_turn');
  assert.equal(message.usage.output_tokens, 9);
}

/** What a stream gave; the floor knows only how many events there were. */
function check(reader, pieces) {
  assert.equal(reader.events, pieces + 5);
  if (peer === 'bare') return;
  assert.equal(reader.text, textPieces(pieces).join(''));
  assert.equal(reader.stopReason, 'end_turn');
  assert.equal(reader.outputTokens, 9);
}
