// A stream that fails while nobody reads it to its end must not bring the program down.
import { Client } from 'tidings';

const params = { model: 'm', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] };
const client = new Client({ maxRetries: 0 });
client.messages.stream(params).on('text', () => {}).on('end', () => console.log('ended'));
