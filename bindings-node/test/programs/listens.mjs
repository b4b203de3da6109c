// Has nothing but listeners: they alone must keep the program alive until the stream ends.
import { Client } from 'tidings';

const params = { model: 'm', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] };
const stream = new Client().messages.stream(params);
stream.on('text', (text) => process.stdout.write(text)).on('end', () => console.log(' end'));
