// Formats of structured outputs: what is sent of them, and what they make of texts. No request is sent here.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import * as tidings from 'tidings';
import { betaStandardSchemaOutputFormat } from 'tidings/helpers/beta/standard-schema';
import * as helpers from 'tidings/helpers/index';
import { jsonSchemaOutputFormat } from 'tidings/helpers/json-schema';
import { zodOutputFormat } from 'tidings/helpers/zod';
import * as z3 from 'zod/v3';
import * as z from 'zod/v4';

const { ConfigError, StructuredOutputError } = tidings;
const DIST = fileURLToPath(new URL('../dist', import.meta.url));

describe('a format by JSON Schema', () => {
  const schema = { type: 'object', properties: { a: { type: 'number', minimum: 3 } }, required: ['a'] };

  it('sends the schema as structured outputs take it', () => {
    const format = jsonSchemaOutputFormat(schema);
    assert.deepEqual(JSON.parse(JSON.stringify(format)), {
      type: 'json_schema',
      schema: {
        type: 'object', properties: { a: { type: 'number', description: '{minimum: 3}' } }, additionalProperties: false, required: ['a'],
      },
    });
  });

  it('sends the schema as it is, if asked to', () => {
    const format = jsonSchemaOutputFormat(schema, { transform: false });
    assert.deepEqual(format.schema, schema);
    assert.notEqual(format.schema, schema);
  });

  it('reads JSON, and does not check it', () => {
    assert.deepEqual(jsonSchemaOutputFormat(schema).parse('{"a": 1, "b": []}'), { a: 1, b: [] });
  });

  it('refuses the schema of something else', () => {
    for (const wrong of [{ type: 'string' }, {}, undefined, null]) assert.throws(() => jsonSchemaOutputFormat(wrong), ConfigError);
  });
});

describe('a text that is no JSON', () => {
  const { parse } = jsonSchemaOutputFormat({ type: 'object' });

  it('is an error of ours that tells where, and nothing of the text', () => {
    for (const text of ['{"secret": 1, secret}', 'secret', '{"secret": "sec', '']) {
      assert.throws(() => parse(text), (error) => {
        assert.ok(error instanceof StructuredOutputError && error instanceof tidings.APIResponseValidationError);
        assert.equal(error.kind, 'unexpected_response');
        assert.equal(error.sent, 'full');
        assert.doesNotMatch(inspect(error), /secret/);
        assert.match(error.message, new RegExp(`${text.length} characters`));
        return true;
      });
    }
  });
});

describe('a format by zod', () => {
  const format = zodOutputFormat(z.object({ a: z.number().min(3), b: z.string().default('x') }));

  it('checks and makes the value', () => {
    assert.deepEqual(format.parse('{"a": 5, "c": 1}'), { a: 5, b: 'x' });
  });

  it('tells what does not fit, at most five things of it, with zod\'s error as the cause', () => {
    assert.throws(() => format.parse('{"a": 1, "b": 2}'), (error) => {
      assert.ok(error instanceof StructuredOutputError);
      assert.match(error.message, /does not fit its schema:\n {2}- a: .*\n {2}- b: .*$/);
      assert.ok(error.cause instanceof z.ZodError);
      return true;
    });
    const long = zodOutputFormat(z.object({ list: z.array(z.object({ a: z.string() })) }));
    const wrong = JSON.stringify({ list: Array.from({ length: 8 }, () => ({ a: 1 })) });
    assert.throws(() => long.parse(wrong), /list\.4\.a: .*\n {2}\.\.\. and 3 more$/);
  });

  it('tells of a misfit of all of it', () => {
    assert.throws(() => zodOutputFormat(z.array(z.string())).parse('1'), /\n {2}- \(all of it\): /);
  });

  it('takes no schema of zod 3, and none of something else', () => {
    for (const wrong of [z3.object({}), { type: 'object' }, {}]) assert.throws(() => zodOutputFormat(wrong), ConfigError);
  });
});

describe('a format by Standard Schema', () => {
  const standard = (validate, more = {}) => ({ '~standard': { version: 1, vendor: 'mine', validate, ...more } });
  const schema = { type: 'object', properties: {} };

  it('takes the schema that is given, or else the one that the library says', () => {
    const said = standard((value) => ({ value }), { jsonSchema: { input: ({ target }) => ({ type: 'object', title: target }) } });
    assert.equal(betaStandardSchemaOutputFormat(said).schema.title, 'draft-2020-12');
    assert.equal(betaStandardSchemaOutputFormat(said, { jsonSchema: schema }).schema.title, undefined);
    assert.throws(() => betaStandardSchemaOutputFormat(standard((value) => ({ value }))), /mine cannot say its JSON Schema/);
  });

  it('checks and makes the value', () => {
    const made = betaStandardSchemaOutputFormat(standard((value) => ({ value: [value] })), { jsonSchema: schema });
    assert.deepEqual(made.parse('1'), [1]);
  });

  it('tells what does not fit', () => {
    const issues = [{ message: 'bad', path: ['a', { key: 'b' }, 0] }, { message: 'worse' }];
    const strict = betaStandardSchemaOutputFormat(standard(() => ({ issues })), { jsonSchema: schema });
    assert.throws(() => strict.parse('{}'), /schema:\n {2}- a\.b\.0: bad\n {2}- \(all of it\): worse$/);
  });

  it('cannot wait for a check', () => {
    const slow = betaStandardSchemaOutputFormat(standard(async () => { throw new Error('late'); }), { jsonSchema: schema });
    assert.throws(() => slow.parse('{}'), ConfigError);
  });

  it('takes zod, as any', () => {
    assert.deepEqual(betaStandardSchemaOutputFormat(z.object({ a: z.string() })).parse('{"a":"x"}'), { a: 'x' });
  });
});

describe('zod', () => {
  const program = (code) => execFileSync(process.execPath, ['-e', code], { cwd: DIST, encoding: 'utf8' });

  it('is loaded when a format is made of it, and not before', () => {
    const loaded = 'Object.keys(require.cache).filter((path) => path.includes("/zod/")).length';
    assert.equal(program(`require('./index.js'); require('./helpers/index.js'); console.log(${loaded})`), '0\n');
  });

  it('may be missing, until it is needed', () => {
    const output = program(`
      const Module = require('node:module');
      const resolve = Module._resolveFilename;
      Module._resolveFilename = (name, ...rest) => {
        if (name.startsWith('zod')) throw Object.assign(new Error('no ' + name), { code: 'MODULE_NOT_FOUND' });
        return resolve(name, ...rest);
      };
      const { jsonSchemaOutputFormat, zodOutputFormat } = require('./helpers/index.js');
      jsonSchemaOutputFormat({ type: 'object' });
      try { zodOutputFormat({ _zod: {} }); } catch (error) { console.log(error.name, error.message); }
    `);
    assert.match(output, /^ConfigError .*npm install zod\n$/);
  });
});

it('the helpers of client.beta are the same', () => {
  assert.equal(helpers.betaZodOutputFormat, zodOutputFormat);
  assert.equal(helpers.betaJSONSchemaOutputFormat, jsonSchemaOutputFormat);
});
