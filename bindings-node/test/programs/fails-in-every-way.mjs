// Lets calls fail in whatever way the server has, one kind of use after the other, and prints what reached nobody.
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'tidings';

const params = { model: 'm', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] };
const { OPTIONS = '{}', WRONG = '{}', CLOSED, SIGNAL } = process.env;
const client = new Client({ maxRetries: 0, ...JSON.parse(OPTIONS) });
if (CLOSED) client.close();
const { messages } = client;
const asked = { ...params, ...JSON.parse(WRONG) };
const options = () => (SIGNAL === undefined ? {} : { signal: SIGNAL === '0' ? AbortSignal.abort() : AbortSignal.timeout(Number(SIGNAL)) });
const stream = () => messages.stream(asked, options());
const raw = () => messages.create({ ...asked, stream: true }, options());
const caught = (promise) => promise.then(() => console.log('something did not fail'), () => {});
const read = async (iterable) => {
  for await (const item of iterable) void item;
};
const nothing = () => {};

/** What is done with a call that fails: whoever looks for the failure finds it, and nobody else hears of it. */
const USES = {
  create: () => caught(messages.create(asked, options())),
  'create, in a loop': () => caught(raw().then(read)),
  'create, with a signal of its own': () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 80);
    return caught(messages.create(asked, { ...options(), signal: controller.signal }));
  },
  'a raw stream that nobody reads': () => raw().then(nothing, nothing),
  'a stream that nobody reads': stream,
  'a stream with listeners': () => stream().on('text', nothing).on('streamEvent', nothing).on('message', nothing),
  'a stream with a listener of errors': () => stream().on('text', nothing).on('error', nothing).on('abort', nothing),
  'a stream with a listener of its end': () => stream().on('text', nothing).once('end', nothing),
  'a promise of the message that is kept aside': () => void stream().finalMessage(),
  'all promises of a stream, kept aside': () => {
    const one = stream();
    void [one.done(), one.finalMessage(), one.finalText()];
  },
  'promises of a stream that is read in a loop': async () => {
    const one = stream();
    void [one.done(), one.finalMessage(), one.finalText()];
    await caught(read(one));
  },
  'promises that are asked for when it has failed': async () => {
    const one = stream();
    await caught(one.done());
    void [one.done(), one.finalMessage(), one.finalText()];
  },
  'two loops over one stream': async () => {
    const one = stream();
    await Promise.all([caught(read(one)), caught(read(one.textStream()))]);
  },
  'a slow loop': async () => {
    const one = stream();
    await caught((async () => {
      for await (const event of one) await pause(event && 20);
    })());
  },
  'a stream that is aborted when it has failed': async () => {
    const one = stream();
    await caught(one.done());
    one.abort();
  },
  'a stream that is aborted at once': async () => {
    const one = stream().on('text', nothing);
    void one.finalMessage();
    one.abort();
  },
  'create, with its answer': () => caught(messages.create(asked, options()).withResponse()),
  'create, awaited and with its answer': async () => {
    const call = messages.create(asked, options());
    await Promise.all([caught(call), caught(call.withResponse())]);
  },
  // The answer of a refusal is one of the failures; that of a stream that breaks later is there.
  'the answer alone': () => messages.create(asked, options()).asResponse().then((response) => response.text()).then(nothing, nothing),
  'the answer of a stream alone': () => raw().asResponse().then((response) => response.body?.cancel()).then(nothing, nothing),
  'the answer of a stream that nobody reads': () => raw().asResponse().then(nothing, nothing),
  'a raw stream in two, of which one is read': () => caught(raw().then((one) => {
    const [first] = one.tee();
    return read(first);
  })),
  'a raw stream as bytes that nobody reads': () => raw().then((one) => one.toReadableStream(), nothing),
  'a stream as bytes that nobody reads': () => void stream().toReadableStream(),
  'a stream as bytes that are read': () => caught(read(stream().toReadableStream())),
  'a stream with its answer': () => stream().withResponse().then(nothing, nothing),
  'events that are waited for and kept aside': () => {
    const one = stream();
    void [one.emitted('end'), one.emitted('message'), one.emitted('text'), one.emitted('error'), one.emitted('abort')];
  },
  'counting': () => messages.countTokens({ model: asked.model, messages: asked.messages }, options()).then(nothing, nothing),
  'a list, in a loop': () => caught(read(client.models.list({}, options()))),
  'a list, awaited': () => caught(client.models.list({}, options())),
  'results, in a loop': () => caught(messages.batches.results('msgbatch_1', {}, options()).then(read)),
  'a raw verb': () => client.get('/v1/models', options()).then(nothing, nothing),
  'a beta': () => caught(client.beta.messages.create(asked, options())),
  'a stream that is disposed of': () => stream()[Symbol.asyncDispose](),
};

const unheard = [];
let current;
process.on('unhandledRejection', (error) => unheard.push(`${current}: ${error?.kind ?? error}`));
process.on('uncaughtException', (error) => unheard.push(`${current}, uncaught: ${error?.stack ?? error}`));
for (const [name, use] of Object.entries(USES)) {
  current = name;
  try {
    await use();
  } catch (error) {
    // What is wrong with the arguments may be thrown where they stand.
    if (!['config', 'validation'].includes(error.kind)) throw error;
  }
  await pause(60);
  globalThis.gc();
}
await pause(50);
console.log(unheard.join('\n') || 'nothing was left unheard');
