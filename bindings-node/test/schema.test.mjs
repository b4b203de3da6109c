// Schemas as structured outputs take them. What the official package makes of the same ones is in tests/parity.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import * as tidings from 'tidings';
import { transformJSONSchema } from 'tidings/lib/transform-json-schema';

const VECTORS = JSON.parse(readFileSync(new URL('../../tests/schemas/transform.json', import.meta.url), 'utf8'));

describe('a schema becomes one that structured outputs take', () => {
  for (const { name, schema, becomes, node = becomes } of VECTORS) {
    it(name, () => {
      const given = structuredClone(schema);
      assert.deepEqual(transformJSONSchema(given), node);
      assert.deepEqual(given, schema);
    });
  }
});

const REFUSED = [
  [{}, /^#: structured outputs need a type/],
  [{ $defs: { A: { type: 'string' } } }, /^#: structured outputs need a type/],
  [{ type: 'object', properties: { a: { items: {} } } }, /^#\/properties\/a: structured outputs need a type/],
  [{ type: 'array', items: {} }, /^#\/items: structured outputs need a type/],
  [{ anyOf: [{ type: 'string' }, { const: [1] }] }, /^#\/anyOf\/1: structured outputs need a type/],
  [{ type: 'object', properties: { a: true } }, /^#\/properties\/a: .* not true/],
  [{ type: 'array', items: [{ type: 'string' }] }, /^#\/items: .* not a list/],
  [{ type: 'object', properties: ['a'] }, /^#\/properties: an object of schemas/],
  [{ type: 'text' }, /^#: "text" is not a type/],
  [{ type: ['string', 'nothing'] }, /is not a type/],
  [undefined, /^#: .* not null/],
];

for (const [schema, message] of REFUSED) {
  it(`${JSON.stringify(schema)} is refused by its place`, () => {
    assert.throws(() => transformJSONSchema(schema), (error) => error instanceof tidings.ConfigError && message.test(error.message));
  });
}

it('a schema that holds itself is refused', () => {
  const schema = { type: 'array' };
  schema.items = schema;
  assert.throws(() => transformJSONSchema(schema), tidings.ConfigError);
});

it('several types keep what goes with each', () => {
  const schema = { type: ['object', 'null', 'string'], properties: { a: { type: 'string' } }, required: ['a'], format: 'date' };
  assert.deepEqual(transformJSONSchema(schema), { ...schema, additionalProperties: false });
});

it('a property may have any name', () => {
  const schema = JSON.parse('{"type": "object", "properties": {"__proto__": {"type": "string", "minLength": 1}}}');
  const { properties } = transformJSONSchema(schema);
  assert.deepEqual(Object.keys(properties), ['__proto__']);
  assert.equal(Object.getPrototypeOf(properties), Object.prototype);
});

it('what JSON leaves out is not told to the model', () => {
  assert.deepEqual(transformJSONSchema({ type: 'string', minLength: undefined, check: () => true }), { type: 'string' });
});
