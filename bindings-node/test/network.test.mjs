// The way to the server: proxy, trust, protocol, addresses, connections.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { APIConnectionError, Client, ConfigError } from 'tidings';
import { hanging, whole } from './support/answers.mjs';
import { PARAMS, startServer } from './support/server.mjs';

const server = await startServer();
// No name leads here: only a proxy answers.
const NOWHERE = 'http://tidings.invalid';
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n';
const KEY = '-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n';

const folder = mkdtempSync(join(tmpdir(), 'tidings-'));
after(() => rmSync(folder, { recursive: true }));
const file = (name, text) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const call = (options) => new Client({ apiKey: 'k', maxRetries: 0, ...options }).messages.create(PARAMS);

/** A proxy that answers everything itself and keeps what it was asked for. */
async function startProxy() {
  const asked = [];
  const proxy = createHttpServer((request, response) => {
    asked.push(request.url);
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{"type": "message"}'));
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  after(() => proxy.close().closeAllConnections());
  return { asked, url: `http://127.0.0.1:${proxy.address().port}` };
}

/** Where the first connection of a client comes from, and what it says first. */
async function firstConnection(scheme, options) {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const failing = call({ baseURL: `${scheme}://127.0.0.1:${listener.address().port}`, ...options });
  const [socket] = await once(listener, 'connection');
  const [said] = await once(socket, 'data');
  const from = socket.remoteAddress;
  socket.destroy();
  listener.close();
  await assert.rejects(failing, APIConnectionError);
  return { from, said: said.toString('latin1') };
}

it('requests go by the proxy that is named', async () => {
  const proxy = await startProxy();
  assert.equal((await call({ baseURL: NOWHERE, proxy: proxy.url })).type, 'message');
  assert.deepEqual(proxy.asked, [`${NOWHERE}/v1/messages`]);
});

it('the environment names a proxy only to a client that trusts it', async () => {
  const proxy = await startProxy();
  process.env.http_proxy = proxy.url;
  try {
    assert.equal((await call({ baseURL: NOWHERE })).type, 'message');
    await assert.rejects(call({ baseURL: NOWHERE, trustEnv: false }), APIConnectionError);
  } finally {
    delete process.env.http_proxy;
  }
  assert.deepEqual(proxy.asked, [`${NOWHERE}/v1/messages`]);
});

it('connections come from the address that is named', { skip: process.platform !== 'linux' }, async () => {
  assert.equal((await firstConnection('http', { localAddress: '127.0.0.2' })).from, '127.0.0.2');
  assert.equal((await firstConnection('http', {})).from, '127.0.0.1');
});

it('HTTP/2 is offered unless it is turned off', async () => {
  assert.ok((await firstConnection('https', {})).said.includes('\x02h2'));
  assert.ok(!(await firstConnection('https', { http2: false })).said.includes('\x02h2'));
});

it('no more connections than wanted are open at once', async () => {
  const run = await server.script(hanging('Hi'), whole('there'));
  const one = new Client({ apiKey: 'k', baseURL: run.baseURL, maxConnections: 1 });
  const texts = one.messages.stream(PARAMS).textStream()[Symbol.asyncIterator]();
  assert.equal((await texts.next()).value, 'Hi');
  const error = await one.messages.create(PARAMS, { timeout: { total: 200 } }).catch((error) => error);
  assert.deepEqual([error.reason, error.sent], ['pool_limit', 'none']);
  await texts.return();
});

it('certificates are PEM or the path of a file of it', () => {
  const [cert, key, both] = [file('cert.pem', CERTIFICATE), file('key.pem', KEY), file('both.pem', CERTIFICATE + KEY)];
  for (const caBundle of [CERTIFICATE, Buffer.from(CERTIFICATE), new TextEncoder().encode(CERTIFICATE), cert]) {
    assert.ok(new Client({ caBundle }));
  }
  for (const clientCert of [{ cert: CERTIFICATE, key: KEY }, { cert, key: Buffer.from(KEY) }, both, CERTIFICATE + KEY]) {
    assert.ok(new Client({ clientCert }));
  }
  assert.ok(new Client({ caBundle: null, clientCert: null, proxy: null, localAddress: null }));
});

for (const [options, message] of [
  [{ caBundle: KEY }, /the CA bundle holds no certificate in PEM/],
  [{ clientCert: KEY }, /the client certificate is no certificate in PEM/],
  [{ clientCert: { cert: CERTIFICATE, key: Buffer.from([255]) } }, /the client's key is no private key in PEM/],
  [{ clientCert: { cert: CERTIFICATE, key: '/no/such/key' } }, /clientCert: the file \/no\/such\/key cannot be read: ENOENT/],
]) {
  it(`what is no certificate is refused when the client is built: ${message.source}`, () => {
    assert.throws(() => new Client(options), (error) => error instanceof ConfigError && message.test(error.message));
  });
}
