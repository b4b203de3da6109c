/** Calls and streams without a package for the API: what is left when nothing is checked, tried again, limited or told. */
import { connect } from 'node:net';

import { Counter, Cutter, Reader } from './frames.mjs';

const HEADERS = {
  accept: 'application/json',
  'content-type': 'application/json',
  'x-api-key': 'any-key-will-do',
  'anthropic-version': '2023-06-01',
};
const HEAD_END = '\r\n\r\n';

/** By name: a function of a URL that gives `create`, from a request to its message, and `stream`, to a reader at its end. */
export const plain = {
  undici(url, require) {
    const { Agent, request } = require('undici');
    // As many connections as there are calls, for as long as they are wanted.
    const dispatcher = new Agent({ keepAliveTimeout: 60_000, headersTimeout: 0, bodyTimeout: 0 });
    const post = (params) => request(url, { method: 'POST', headers: HEADERS, body: JSON.stringify(params), dispatcher });
    return {
      async create(params) {
        const { body } = await post(params);
        return body.json();
      },
      async stream(params, see) {
        const [{ body }, reader, cutter] = [await post({ ...params, stream: true }), new Reader(see), new Cutter()];
        body.setEncoding('utf8');
        for await (const text of body) cutter.feed(text, reader.take);
        return reader;
      },
    };
  },

  fetch(url) {
    const post = (params) => fetch(url, { method: 'POST', headers: HEADERS, body: JSON.stringify(params) });
    return {
      async create(params) {
        return (await post(params)).json();
      },
      async stream(params, see) {
        const [{ body }, reader, cutter] = [await post({ ...params, stream: true }), new Reader(see), new Cutter()];
        const decoder = new TextDecoder();
        for await (const bytes of body) cutter.feed(decoder.decode(bytes, { stream: true }), reader.take);
        return reader;
      },
    };
  },

  /** Connections written to and read from: the least that Node can do, and no HTTP that could be relied on. */
  bare(url) {
    const fixed = Object.entries(HEADERS).map(([name, value]) => `${name}: ${value}\r\n`).join('');
    let kept;
    const open = () => connect(Number(url.port), url.hostname).setNoDelay(true);
    // Requests that were put together before.
    const written = new WeakMap();
    const send = (socket, params) => {
      if (!written.has(params)) {
        const body = JSON.stringify(params);
        const head = `POST ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\n${fixed}content-length: ${Buffer.byteLength(body)}`;
        written.set(params, Buffer.from(head + HEAD_END + body));
      }
      socket.write(written.get(params));
    };
    return {
      create(params) {
        kept ??= open();
        kept.removeAllListeners('data');
        return new Promise((resolve) => {
          let answer = '';
          kept.on('data', (data) => {
            answer += data.latin1Slice();
            const end = answer.indexOf(HEAD_END);
            const length = /content-length: *(\d+)/i.exec(answer);
            if (end < 0 || answer.length < end + HEAD_END.length + Number(length[1])) return;
            resolve(JSON.parse(answer.slice(end + HEAD_END.length)));
          });
          send(kept, params);
        });
      },
      stream(params, see) {
        const [socket, counter] = [open(), new Counter(see)];
        return new Promise((resolve) => {
          socket.on('data', (data) => {
            counter.feed(data.latin1Slice());
            if (!counter.isOver) return;
            socket.destroy();
            resolve(counter);
          });
          send(socket, { ...params, stream: true });
        });
      },
    };
  },
};
