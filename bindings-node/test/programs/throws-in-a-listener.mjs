// A listener throws: the exception is the program's uncaught exception, and the stream goes on.
import { Client } from 'tidings';

process.on('uncaughtException', (error) => console.log('uncaught', error.message));
const params = { model: 'm', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] };
const stream = new Client().messages.stream(params).once('text', () => {
  throw new Error('oops');
});
console.log(await stream.finalText());
