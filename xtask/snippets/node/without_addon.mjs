// Installed without optional dependencies: the package can be imported, and the first client says what is missing and what to do.
import assert from 'node:assert/strict';
import { APIError, Client } from 'tidings';

assert.equal(typeof APIError, 'function');
const parts = [/@tidings\/\S+ is not installed/, /--omit=optional/, /npm install @tidings\/\S+@\d/];
assert.throws(() => new Client(), (error) => parts.every((part) => part.test(error.message)));
