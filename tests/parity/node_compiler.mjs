// The TypeScript compiler that the Node package pins.
import { createRequire } from 'node:module';

export const typescript = createRequire(new URL('../../bindings-node/package.json', import.meta.url))('typescript');
