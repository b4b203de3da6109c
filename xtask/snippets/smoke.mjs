// Streams one answer with nothing but the installed package, as an ES module.
import assert from 'node:assert/strict';
import Anthropic, { Client } from 'tidings';

assert.equal(Anthropic, Client);
const request = { model: 'tidings-demo', max_tokens: 200, messages: [{ role: 'user', content: 'Hello' }] };
const client = new Client();
let text = '';
const stream = client.messages.stream(request).on('text', (piece) => { text += piece; });
const message = await stream.finalMessage();
const whole = await client.messages.create(request);

assert.ok(text);
assert.equal(text, message.content[0].text);
assert.equal(text, whole.content[0].text);
assert.equal(message.stop_reason, 'end_turn');
console.log('the installed Node package streams (ES module)');
