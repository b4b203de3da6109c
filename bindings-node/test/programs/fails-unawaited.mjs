// Begins a call that fails, and never looks at its promise.
import { Client } from 'tidings';

void new Client({ maxRetries: 0 }).messages.create({ model: 'm', max_tokens: 1, messages: [{ role: 'user', content: 'Hi' }] });
