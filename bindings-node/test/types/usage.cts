// Compiled, never run: the same package required from CommonJS.
import { Client, type Anthropic } from 'tidings';
import tidings = require('tidings');

export const client: tidings.Client = new Client();
export const tool: Anthropic.Tool = { name: 'now', input_schema: { type: 'object' } };
