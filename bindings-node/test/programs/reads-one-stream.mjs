// Reads a stream to its end and does nothing about its own end.
import { Client } from 'tidings';

const params = { model: 'm', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] };
const client = new Client();
const stream = client.messages.stream(params);
for await (const text of stream.textStream()) process.stdout.write(text);
const message = await stream.finalMessage();
const whole = await client.messages.create({ ...params, stream: true });
for await (const event of whole) if (event.type === 'message_stop') console.log(` ${message.stop_reason}`);
