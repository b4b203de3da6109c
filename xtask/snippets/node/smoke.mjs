// The installed package as an ES module.
import assert from 'node:assert/strict';
import Anthropic, * as tidings from 'tidings';
import { check } from './checks.mjs';

assert.equal(Anthropic, tidings.Client);
await check(tidings, 'ES module');
