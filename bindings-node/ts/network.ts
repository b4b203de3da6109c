/** The way to the server: options that say where certificates are. */
import { readFileSync } from 'node:fs';
import { ConfigError } from './errors.js';
import type { NativeNetwork } from './native.js';
import { isFields, nameOf } from './values.js';

/** Certificates or a key in PEM: the text or bytes itself, or the path of a file that holds it. */
export type Pem = string | Uint8Array;

/** What may be a key in Base64, of which the shortest is as long as this, or any text of several lines. */
const BARE = /^[A-Za-z0-9+/=]{60,}$|[\r\n]/;

/** Certificates to trust: PEM, or the path of a file, which the core reads. */
export function caBundle(given: unknown): Pick<NativeNetwork, 'caPem' | 'caFile'> {
  if (given === undefined || given === null) return { caPem: undefined, caFile: undefined };
  const pem = inline('caBundle', given);
  return { caPem: pem, caFile: pem === undefined ? (given as string) : undefined };
}

/** The client's certificate and its key. */
export function clientCert(given: unknown): NativeNetwork['clientCert'] {
  if (given === undefined || given === null) return undefined;
  const { cert, key } = isFields(given) ? given : { cert: given, key: given };
  return { cert: read('clientCert', cert), key: read('clientCert', key) };
}

function read(name: string, given: unknown): string {
  const pem = inline(name, given);
  if (pem !== undefined) return pem;
  try {
    return readFileSync(given as string, 'latin1');
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code;
    // A key without its PEM lines is taken for a path. The engine's own error quotes it too.
    if (BARE.test(given as string)) throw new ConfigError(`${name}: this is no PEM, and no file of this path can be read: ${why}`);
    throw new ConfigError(`${name}: the file ${given as string} cannot be read: ${why}`, {}, cause);
  }
}

/** The PEM that was given itself; nothing for a path. */
function inline(name: string, given: unknown): string | undefined {
  // PEM is ASCII, and what stands around it is not looked at.
  if (given instanceof Uint8Array) return Buffer.from(given).toString('latin1');
  if (typeof given !== 'string') throw new ConfigError(`${name} must be PEM or the path of a file of it, not ${nameOf(given)}`);
  return given.includes('-----BEGIN') ? given : undefined;
}
