/** A call without a package for the API: what is left when nothing is checked, tried again, limited or told. */
import { connect } from 'node:net';

const HEADERS = {
  accept: 'application/json',
  'content-type': 'application/json',
  'x-api-key': 'any-key-will-do',
  'anthropic-version': '2023-06-01',
};
const HEAD_END = '\r\n\r\n';

/** By name: a function of a URL that gives a function from a request to its message. */
export const callers = {
  undici(url, require) {
    const { request } = require('undici');
    return async (params) => {
      const { body } = await request(url, { method: 'POST', headers: HEADERS, body: JSON.stringify(params) });
      return body.json();
    };
  },

  fetch(url) {
    return async (params) => {
      const answer = await fetch(url, { method: 'POST', headers: HEADERS, body: JSON.stringify(params) });
      return answer.json();
    };
  },

  /** One connection, written to and read from: the least that Node can do, and no HTTP that could be relied on. */
  socket(url) {
    const socket = connect(Number(url.port), url.hostname);
    const fixed = Object.entries(HEADERS).map(([name, value]) => `${name}: ${value}\r\n`).join('');
    let [answer, settle] = [''];
    socket.setNoDelay(true);
    socket.on('data', (data) => {
      answer += data.latin1Slice();
      const end = answer.indexOf(HEAD_END);
      const length = /content-length: *(\d+)/i.exec(answer);
      if (end < 0 || answer.length < end + HEAD_END.length + Number(length[1])) return;
      settle(JSON.parse(answer.slice(end + HEAD_END.length)));
      answer = '';
    });
    return (params) => {
      const body = JSON.stringify(params);
      const head = `POST ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\n${fixed}content-length: ${Buffer.byteLength(body)}`;
      socket.write(head + HEAD_END + body);
      return new Promise((resolve) => {
        settle = resolve;
      });
    };
  },
};
