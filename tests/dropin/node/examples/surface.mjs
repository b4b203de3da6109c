// All of section 1, name by name: what modules, the client, resources and classes offer, and what their methods take.
import { createRequire } from 'node:module';
import { CALL, message, page, textStream } from '../answers.mjs';
import { examples } from '../harness.mjs';
import { Least } from '../plain.mjs';

const example = examples('surface');

/** Names of the parts that the project leaves out: cloud clients, administration, agents. */
const OUT = new RegExp(`^(${[
  'organization|skill|userProfile|session|agent|environment|vault|webhook|memoryStore|tunnel|deployment|dream|thread|compliance',
  'Org|RBAC|ConcurrentMembership|ChangeOutcome|ClaudeCode|CMEK|RampLimit|ContractSpend|LinkedOrganization|ParentOrganization',
  'WorkspaceHuman|BetaApproval|BetaAuthorization|BetaEnvironment|BetaCMEK|BetaExternal|BetaGCP|BetaOrganization|BetaRegion',
  'BetaRequestBody|BetaStorage|BetaUnsupportedCharset',
  'BetaSession|BetaAgent|BetaVault|BetaMemory|BetaSkill|BetaDeployment|BetaCredential|BetaMCP|BetaOutcome|BetaWork|BetaTunnel|BetaUser',
  'BetaCompliance|BetaDream|BetaHumanReview|BetaInvalid',
].join('|')})`, 'i');

/** What every object or promise has, be it its own or inherited. */
const EVERYWHERE = new Set(['constructor', 'then', 'catch', 'finally']);

/** The public names of an object and of what it inherits, each with its kind; each of them has to be there. */
function names(target) {
  const found = {};
  const ends = [Object.prototype, Promise.prototype, Function.prototype, null];
  for (let level = target; !ends.includes(level); level = Object.getPrototypeOf(level)) {
    for (const name of Object.getOwnPropertyNames(level)) {
      if (!name.startsWith('_') && !EVERYWHERE.has(name) && !OUT.test(name)) found[name] ??= kind(target, name);
    }
  }
  return new Least(found);
}

function kind(target, name) {
  try {
    return typeof target[name] === 'function' ? 'function' : 'there';
  } catch {
    return 'there';
  }
}

example('the module', async ({ sdk }) => names({ ...sdk }));
example('the class of the client', async ({ Anthropic }) => {
  const statics = Object.getOwnPropertyNames(Anthropic).filter((name) => !['length', 'prototype',
    '_errorName'].includes(name) && !OUT.test(name));
  return new Least(Object.fromEntries(statics.map((name) => [name, true])));
});
example('the client', async ({ client }) => names(client));
example('the resources', async ({ client }) => Object.fromEntries(
  ['messages', 'messages.batches', 'models', 'files', 'beta', 'beta.messages', 'beta.messages.batches', 'beta.models', 'beta.files']
    .map((path) => [path, names(path.split('.').reduce((target, name) => target[name], client))]),
));
example('a promise of an answer', async ({ client }) => {
  const promise = client.messages.create(CALL);
  await promise;
  return names(promise);
});
example('a page', { script: page([], { has_more: false }) }, async ({ client }) => names(await client.models.list()));
example('a page of files', { script: page([], {}) }, async ({ client }) => names(await client.files.list()));
example('a raw stream', { script: textStream() }, async ({ client }) => {
  const stream = await client.messages.create({ ...CALL, stream: true });
  for await (const event of stream) void event;
  return names(stream);
});
example('a helper', { script: textStream() }, async ({ client }) => {
  const stream = client.messages.stream(CALL);
  await stream.done();
  return names(stream);
});
example('a runner of tools', async ({ client }) => {
  const runner = client.beta.messages.toolRunner({ ...CALL, tools: [], thread: false });
  await runner.runUntilDone();
  return names(runner);
});
example('an error', { script: { status: 400, json: {} } }, async ({ client }) =>
  names(await client.messages.create(CALL).catch((error) => error)));

/** What programs import beside the package itself. */
const PARTS = [
  '/error', '/streaming', '/pagination', '/uploads', '/client', '/api-promise', '/resource', '/version', '/resources', '/resources/index',
  '/resources/messages', '/resources/messages/messages', '/resources/messages/batches', '/resources/models', '/resources/files',
  '/resources/beta',
  '/resources/beta/beta', '/resources/beta/messages', '/resources/beta/messages/messages', '/resources/beta/messages/batches',
  '/resources/beta/files',
  '/resources/beta/models', '/resources/shared', '/core/error', '/core/streaming', '/core/pagination', '/core/uploads', '/core/api-promise',
  '/core/resource', '/helpers/zod', '/helpers/json-schema', '/helpers/beta/zod', '/helpers/beta/json-schema',
  '/helpers/beta/standard-schema', '/helpers/index', '/lib/MessageStream', '/lib/BetaMessageStream', '/lib/transform-json-schema',
  '/lib/parser',
  '/lib/beta-parser', '/lib/tools/BetaToolRunner', '/lib/tools/BetaRunnableTool', '/lib/tools/ToolError',
];

for (const part of PARTS) {
  example(`the part ${part.slice(1)}`, async ({ load }) => names({ ...await load(part) }));
  example(`the part ${part.slice(1)} with its ending`, async ({ load }) =>
    [typeof await load(`${part}.mjs`), typeof await load(`${part}.js`)]);
}

example('require', async ({ root, name, sdk }) => {
  const require = createRequire(root);
  const required = require(name);
  const client = new required.default({ apiKey: 'a' });
  return [
    names({ ...required }), required.Anthropic === required.default, typeof new required({ apiKey: 'a' }).messages,
    typeof require(`${name}/helpers/json-schema`).jsonSchemaOutputFormat, client instanceof required.Anthropic, typeof sdk.default,
  ];
});

example('an error across import and require', { script: { status: 404, json: {} } }, async ({ root, name }) => {
  const { default: Required, NotFoundError } = createRequire(root)(name);
  const error = await new Required().messages.create(CALL).catch((error) => error);
  return error instanceof NotFoundError;
});

example('the version', async ({ load }) => /^\d+\.\d+\.\d+/.test((await load('/version')).VERSION));

example('enumerations', async ({ load }) =>
  Object.keys(await load('/resources/messages')).filter((name) => name === name.toUpperCase()).sort());

example('methods without a client of their own', { script: message() }, async ({ Anthropic }) => {
  const { messages } = new Anthropic();
  return (await messages.create(CALL)).id;
});
