/**
 * One measurement of one package, in a process of its own; prints one line of JSON.
 *
 *     node program.mjs FOLDER PACKAGE PROGRAM AMOUNT SERVER [PATH]
 *
 * FOLDER is where the package is installed. Every program is the same code for both packages, as their users write it. What it
 * gives back is checked here, after the clock was read. The clock is that of the whole process, all its threads included.
 */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';

import { MODEL, textPieces, toolInput } from './answers.mjs';
import { callers } from './callers.mjs';

const STREAMS = 200;
/** Milliseconds between two events of a paced stream. */
const PAUSE = 50;
const AT_ONCE = 16;
const MESSAGES = 2_000;
const HELD_PIECES = 20;
const REQUEST = { model: MODEL, max_tokens: 1024, messages: [{ role: 'user', content: 'Hello' }] };

const [folder, packageName, programName, amountText, server, path] = process.argv.slice(2);
const amount = Number(amountText);
const require = createRequire(`${folder}/`);
let began;
let spent;

const programs = {
  construct() {
    client('');
    start();
    const clients = Array.from({ length: amount }, () => client(''));
    stop();
    assert(clients.every(({ baseURL }) => baseURL));
    return amount;
  },

  async create() {
    const call = await caller('message/Hello');
    const texts = await clocked(async (count) => {
      const texts = [];
      for (let i = 0; i < count; i++) texts.push(textOf(await call(REQUEST)));
      return texts;
    }, 1);
    assert.deepEqual(texts, Array(amount).fill('Hello'));
    return amount;
  },

  async together() {
    const call = await caller('message/Hello');
    const texts = await clocked(async (count) => {
      let left = count;
      const texts = [];
      const work = async () => {
        while (left-- > 0) texts.push(textOf(await call(REQUEST)));
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      return texts;
    }, AT_ONCE);
    assert.deepEqual(texts, Array(amount).fill('Hello'));
    return amount;
  },

  async raw() {
    const { events, text } = await clocked((count) => readRaw(client(`${path}/${count}`)));
    assert.equal(text, textPieces(amount).join(''));
    return events;
  },

  async listener() {
    const { texts, message } = await clocked(async (count) => {
      const texts = [];
      const stream = client(`${path}/${count}`).messages.stream(REQUEST);
      stream.on('text', (text) => texts.push(text));
      return { message: await stream.finalMessage(), texts };
    });
    assert.deepEqual(texts, textPieces(amount));
    assert.equal(textOf(message), texts.join(''));
    return amount;
  },

  async iteration() {
    const { events, text, message } = await clocked(async (count) => {
      let [events, text] = [0, ''];
      const stream = client(`${path}/${count}`).messages.stream(REQUEST);
      for await (const event of stream) {
        events++;
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text;
      }
      return { events, text, message: await stream.finalMessage() };
    });
    assert.equal(text, textPieces(amount).join(''));
    assert.equal(textOf(message), text);
    return events;
  },

  async tool() {
    const { json, stations, message } = await clocked(async (count) => {
      let [json, stations] = ['', 0];
      const stream = client(`tool/${count}`).messages.stream(REQUEST);
      stream.on('inputJson', (piece, snapshot) => {
        json += piece;
        stations = Math.max(stations, snapshot?.stations?.length ?? 0);
      });
      return { message: await stream.finalMessage(), json, stations };
    });
    const input = toolInput(amount);
    assert.deepEqual(message.content[0].input, input);
    assert.deepEqual(JSON.parse(json), input);
    assert.equal(stations, input.stations.length);
    return 1;
  },

  async paced() {
    await readRaw(client('text/10'));
    const paced = client(`paced/${amount}/${PAUSE}`);
    start();
    const read = await Promise.all(
      Array.from({ length: STREAMS }, async (_, number) => {
        // Evenly over one pause, or all streams would have their events at once.
        await sleep((number * PAUSE) / STREAMS);
        return readRaw(paced);
      }),
    );
    stop();
    assert.deepEqual(new Set(read.map(({ text }) => text)), new Set([textPieces(amount).join('')]));
    return read.reduce((sum, { events }) => sum + events, 0);
  },

  async large() {
    const words = textPieces(200).join(' ');
    const messages = Array.from({ length: MESSAGES }, (_, number) => ({
      role: number % 2 === 0 ? 'user' : 'assistant',
      content: [{ type: 'text', text: `${number}: "${words}"\n` }],
    }));
    const call = await caller('message/Hello');
    const texts = await clocked(async (count) => {
      const texts = [];
      for (let i = 0; i < count; i++) texts.push(textOf(await call({ ...REQUEST, messages })));
      return texts;
    }, 1);
    assert.deepEqual(texts, Array(amount).fill('Hello'));
    return amount;
  },

  /** Holds all streams open; what the process had at most is the result. */
  async memory() {
    await readRaw(client('text/10'));
    const held = client(`held/${HELD_PIECES}/${amount}`);
    start();
    const read = await Promise.all(Array.from({ length: amount }, () => readRaw(held)));
    stop();
    assert.deepEqual(new Set(read.map(({ text }) => text)), new Set([textPieces(HELD_PIECES).join('')]));
    return amount;
  },
};

const units = await programs[programName]();
console.log(JSON.stringify({ cpu: spent, units, memory: process.resourceUsage().maxRSS * 1024 }));
process.exit();

function client(path) {
  const Anthropic = require(packageName).default;
  return new Anthropic({ apiKey: 'any-key-will-do', baseURL: `${server}/${path}` });
}

/** A function that makes one call and gives its message: of a package, or of what is there without one. */
async function caller(path) {
  const plain = callers[packageName];
  if (plain) return plain(new URL(`${server}/${path}/v1/messages`), require);
  const { messages } = client(path);
  return (request) => messages.create(request);
}

async function readRaw(client) {
  let [events, text] = [0, ''];
  for await (const event of await client.messages.create({ ...REQUEST, stream: true })) {
    events++;
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text;
  }
  return { events, text };
}

/** Does a little first, for what is made only once, then all of it by the clock. */
async function clocked(work, little = 10) {
  await work(little);
  start();
  const result = await work(amount);
  stop();
  return result;
}

function textOf(message) {
  return message.content[0].text;
}

function start() {
  began = process.cpuUsage();
}

function stop() {
  const { user, system } = process.cpuUsage(began);
  spent = (user + system) / 1e6;
}
