// Installed without optional dependencies: the error has to say what is missing, and what to do.
import assert from 'node:assert/strict';

const error = await import('tidings').then(() => undefined, (error) => error);
assert.ok(error, 'the package loaded without its addon');
for (const part of [/@tidings\/\S+ is not installed/, /--omit=optional/, /npm install @tidings\/\S+@\d/]) assert.match(error.message, part);
