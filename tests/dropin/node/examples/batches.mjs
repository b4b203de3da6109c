// Section 1.6: batches of messages, and their results.
import { CALL, error, lines, messageBody, ok, page, text, textBlock } from '../answers.mjs';
import { examples } from '../harness.mjs';
import { caught, read, seen } from '../plain.mjs';

const example = examples('batches');
const BATCH = {
  id: 'msgbatch_1',
  type: 'message_batch',
  processing_status: 'in_progress',
  request_counts: { processing: 2, succeeded: 0, errored: 0, canceled: 0, expired: 0 },
  created_at: '2026-11-20T18:37:24.100435Z',
  expires_at: '2026-11-21T18:37:24.100435Z',
  ended_at: null,
  cancel_initiated_at: null,
  archived_at: null,
  results_url: null,
};
const ENDED = { ...BATCH, processing_status: 'ended', results_url: '{base_url}/v1/messages/batches/msgbatch_1/results' };
const RESULTS = lines(
  { custom_id: 'a', result: { type: 'succeeded', message: messageBody([textBlock('Hi')]) } },
  { custom_id: 'b', result: { type: 'errored', error: { type: 'error', request_id: null,
    error: { type: 'invalid_request_error', message: 'bad' } } } },
  { custom_id: 'c', result: { type: 'canceled' } },
  { custom_id: 'd', result: { type: 'expired' } },
);
const jsonl = (body) => text(body, 'application/x-jsonl');

example('a batch is created', { script: ok(BATCH) }, async ({ client }) => {
  const batch = await client.messages.batches.create({
    requests: [{ custom_id: 'a', params: CALL }, { custom_id: 'b', params: { ...CALL, system: 'Short.' } }],
  });
  return [batch, batch.request_counts.processing, batch._request_id];
});

example('a batch is retrieved', { script: ok(BATCH) }, async ({ client }) => client.messages.batches.retrieve('msgbatch_1'));

example('waiting for a batch', { script: [ok(BATCH), ok(ENDED)] }, async ({ client }) => {
  let batch;
  do batch = await client.messages.batches.retrieve('msgbatch_1');
  while (batch.processing_status !== 'ended');
});

example('a batch is cancelled', { script: ok({ ...BATCH, processing_status: 'canceling' }) }, async ({ client }) =>
  (await client.messages.batches.cancel('msgbatch_1')).processing_status);

example('a batch is deleted', { script: ok({ id: 'msgbatch_1', type: 'message_batch_deleted' }) }, async ({ client }) =>
  client.messages.batches.delete('msgbatch_1'));

example('the results of a batch', { script: [ok(ENDED), RESULTS] }, async ({ client }) => {
  const told = [];
  for await (const entry of await client.messages.batches.results('msgbatch_1')) {
    switch (entry.result.type) {
      case 'succeeded':
        told.push([entry.custom_id, entry.result.message.content[0].text]);
        break;
      case 'errored':
        told.push([entry.custom_id, entry.result.error.error.type, entry.result.error.error.message]);
        break;
      default:
        told.push([entry.custom_id, entry.result.type]);
    }
  }
  return told;
});

example('the objects of the results', { script: [ok(ENDED), RESULTS] }, async ({ client }) =>
  seen(await client.messages.batches.results('msgbatch_1')));

example('the first result alone', { script: [ok(ENDED), RESULTS] }, async ({ client }) => {
  for await (const entry of await client.messages.batches.results('msgbatch_1')) return entry.custom_id;
});

example('results twice', { script: [ok(ENDED), RESULTS] }, async ({ client }) => {
  const results = await client.messages.batches.results('msgbatch_1');
  const first = await read(results, (entry) => entry.custom_id);
  return [first.found, await caught(() => seen(results))];
});

example('a batch without results', { script: [ok(ENDED), jsonl('')] }, async ({ client }) =>
  seen(await client.messages.batches.results('msgbatch_1')));

example('a batch that has no results yet', { script: ok(BATCH) }, async ({ client }) =>
  caught(client.messages.batches.results('msgbatch_1')));

example('results whose last line does not end', {
  script: [ok(ENDED), jsonl('{"custom_id": "a", "result": {"type": "canceled"}}\r\n{"custom_id": "b", "result": {"type": "expired"}}')],
}, async ({ client }) => seen(await client.messages.batches.results('msgbatch_1')));

example('results with an empty line', {
  script: [ok(ENDED), jsonl('{"custom_id": "a", "result": {"type": "canceled"}}\n\n')],
}, async ({ client }) =>
  read(await client.messages.batches.results('msgbatch_1'), (entry) => entry.custom_id));

example('a result that is not JSON', {
  script: [ok(ENDED), jsonl('{"custom_id": "a", "result": {"type": "canceled"}}\n{broken\n')],
}, async ({ client }) => {
  const { found, ended } = await read(await client.messages.batches.results('msgbatch_1'), (entry) => entry.custom_id);
  return [found, ended instanceof Error];
});

example('a result of the future', {
  script: [ok(ENDED), lines({ custom_id: 'a', result: { type: 'moon_phase', phase: 1 }, more: 2 })],
}, async ({ client }) => seen(await client.messages.batches.results('msgbatch_1')));

example('results in single bytes', { script: [ok(ENDED), { ...RESULTS, delivery: { one_byte: true } }] }, async ({ client }) =>
  (await seen(await client.messages.batches.results('msgbatch_1'))).length);

example('results that are gone', { script: [ok(ENDED), error(404, 'not_found_error', { message: 'gone' })] }, async ({ client }) =>
  caught(async () => seen(await client.messages.batches.results('msgbatch_1'))));

example('results that break off', { script: [ok(ENDED), { ...RESULTS, delivery: { cut_at: 300 } }] }, async ({ client }) => {
  const { found, ended } = await read(await client.messages.batches.results('msgbatch_1'), (entry) => entry.custom_id);
  return [found, ended instanceof Error];
});

example('a batch that does not exist', { script: error(404, 'not_found_error', { message: 'no such batch' }) }, async ({ client }) =>
  caught(client.messages.batches.retrieve('msgbatch_0')));

example('a batch without an id', async ({ client }) => {
  const error = await caught(() => client.messages.batches.retrieve(''));
  return error instanceof Error;
});

const PAGES = [
  page([BATCH, { ...BATCH, id: 'msgbatch_2' }], { has_more: true, first_id: 'msgbatch_1', last_id: 'msgbatch_2' }),
  page([{ ...BATCH, id: 'msgbatch_3' }], { has_more: false, first_id: 'msgbatch_3', last_id: 'msgbatch_3' }),
];

example('all batches', { script: PAGES }, async ({ client }) => {
  const { found } = await read(client.messages.batches.list({ limit: 2 }), (batch) => batch.id);
  return found;
});

example('batches before one', { script: PAGES[1] }, async ({ client }) =>
  (await client.messages.batches.list({ before_id: 'msgbatch_9', limit: 1 })).data);

example('a batch of beta', { script: ok(BATCH) }, async ({ client }) =>
  (await client.beta.messages.batches.create({ requests: [{ custom_id: 'a', params: CALL }], betas: ['one', 'two'] })).id);

example('results of beta', { script: [ok(ENDED), RESULTS] }, async ({ client }) =>
  (await read(await client.beta.messages.batches.results('msgbatch_1', { betas: ['one'] }), (entry) => entry.custom_id)).found);

example('batches of beta', { script: PAGES }, async ({ client }) =>
  (await read(client.beta.messages.batches.list({ limit: 2, betas: ['one'] }), (batch) => batch.id)).found);

example('options of every call', { script: ok(BATCH) }, async ({ client }) => {
  const options = { headers: { 'x-mine': '1' }, query: { q: '1' }, timeout: 3000 };
  await client.messages.batches.retrieve('msgbatch_1', { workspace_id: 'wrkspc_2' }, options);
  await client.messages.batches.retrieve('msgbatch_1', undefined, options);
  await client.messages.batches.cancel('msgbatch_1', { workspace_id: 'wrkspc_2' }, options);
  await client.messages.batches.delete('msgbatch_1', { workspace_id: 'wrkspc_2' }, options);
  await client.messages.batches.create({ requests: [{ custom_id: 'a', params: CALL }], workspace_id: 'wrkspc_2' }, options);
});
