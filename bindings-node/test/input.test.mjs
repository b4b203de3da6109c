// The input of a tool while it arrives: what is shown at every cut, and that nothing shown changes afterwards.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';

const { GrowingInput } = createRequire(import.meta.url)('../dist/input.js');

const INPUTS = [
  '{"path": "a/b.txt", "lines": [1, 2.5, -3e2, true, false, null], "deep": {"x": {"y": [[], {}, "z"]}}}',
  '[{"a": "b"}, {"a": "\\u0041\\n\\"", "ü": "🦀"}, 12]',
  '{"2": "two", "1": {"b": [1]}, "same": 1, "same": {"again": [true]}}',
  '{"__proto__": {"polluted": [1]}, "constructor": "x"}',
  '"only a string"', '12345', 'null', '{}',
  '{"separator": "a\u001eb"}'.replace('\u001e', '\\u001e'),
];

describe('a growing input', () => {
  for (const json of INPUTS) {
    it(`is the value of ${json.slice(0, 30)} however it is cut, and snapshots stay as they were`, () => {
      for (const size of [1, 2, 3, 7, json.length]) {
        for (const keepsStrings of [false, true]) check(json, size, keepsStrings);
      }
    });
  }

  it('shows a string that is not finished only where that is wanted', () => {
    const [drops, keeps] = [new GrowingInput(false), new GrowingInput(true)];
    for (const input of [drops, keeps]) input.push('{"poem": "Roses a');
    assert.deepEqual([drops.value, keeps.value], [{}, { poem: 'Roses a' }]);
    keeps.push('re');
    assert.deepEqual(keeps.value, { poem: 'Roses are' });
  });

  it('has no value and says why where the text is not JSON', () => {
    const input = new GrowingInput(false);
    assert.equal(input.fault, undefined);
    input.push('{"a": 1, b');
    assert.equal(input.value, undefined);
    assert.match(input.fault, /expected/);
  });

  it('takes time that goes with the piece', () => {
    const input = new GrowingInput(false);
    input.push('{"text": "');
    for (let i = 0; i < 20_000; i++) input.push('0123456789');
    input.push('"}');
    assert.equal(input.value.text.length, 200_000);
  });
});

function check(json, size, keepsStrings) {
  const input = new GrowingInput(keepsStrings);
  const shown = [];
  const letters = [...json];
  for (let at = 0; at < letters.length; at += size) {
    input.push(letters.slice(at, at + size).join(''));
    shown.push([input.value, JSON.stringify(input.value)]);
  }
  assert.deepEqual(input.value, JSON.parse(json));
  assert.equal(JSON.stringify(input.value), JSON.stringify(JSON.parse(json)));
  for (const [value, was] of shown) assert.equal(JSON.stringify(value), was);
}
