// Streams one answer with nothing but the installed package, as a CommonJS module.
const assert = require('node:assert/strict');
const { Client } = require('tidings');

async function main() {
  const stream = new Client().messages.stream({
    model: 'tidings-demo', max_tokens: 200, messages: [{ role: 'user', content: 'Hello' }],
  });
  let text = '';
  stream.on('text', (piece) => { text += piece; });
  const message = await stream.finalMessage();
  assert.ok(text);
  assert.equal(text, message.content[0].text);
  assert.equal(message.stop_reason, 'end_turn');
  console.log('the installed Node package streams (CommonJS)');
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
