// Begins streams that nobody reads or awaits: they must not keep the program alive, nor fail it.
import { Client } from 'tidings';

const params = { model: 'm', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] };
const client = new Client();
client.messages.stream(params);
const opened = await client.messages.create({ ...params, stream: true });
console.log('opened', opened.request_id);
