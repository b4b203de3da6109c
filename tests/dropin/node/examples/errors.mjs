// Section 1.9: errors of answers, and how a program sees them.
import { inspect } from 'node:util';
import { CALL, error, HEADERS, text } from '../answers.mjs';
import { examples } from '../harness.mjs';
import { caught, Least } from '../plain.mjs';

const example = examples('errors');
const STATUSES = {
  400: 'invalid_request_error', 401: 'authentication_error', 402: 'billing_error', 403: 'permission_error', 404: 'not_found_error',
  408: 'request_timeout_error', 409: 'conflict_error', 412: 'precondition_failed_error', 413: 'request_too_large', 418: 'teapot_error',
  422: 'unprocessable_error', 429: 'rate_limit_error', 431: 'header_error', 499: 'client_closed_error', 500: 'api_error',
  501: 'not_implemented_error', 502: 'api_error', 503: 'unavailable_error', 504: 'timeout_error', 524: 'timeout_error',
  529: 'overloaded_error',
};
const CODES = [
  [400, 'invalid_request_error', 'image_dimensions_too_large'],
  [404, 'not_found_error', 'thread_not_found'],
  [400, 'invalid_request_error', 'organization_on_hold'],
  [403, 'permission_error', 'sandbox_egress_restricted'],
  [429, 'rate_limit_error', 'enforced_spend_limit_reached'],
  [413, 'request_too_large', 'request_body_too_large_after_decoding'],
  [409, 'conflict_error', 'storage_in_use'],
  [400, 'invalid_request_error', 'file_not_downloadable'],
  [400, 'invalid_request_error', 'code_of_the_future'],
];

/** A call that is tried once, and its error. */
const failed = ({ Anthropic }) => caught(new Anthropic({ maxRetries: 0 }).messages.create(CALL));

for (const [status, type] of Object.entries(STATUSES)) {
  example(`status ${status}`, { script: error(Number(status), type, { message: 'It did not work.' }) }, failed);
}
for (const [status, type, error_code] of CODES) {
  example(`code ${error_code}`, { script: error(status, type, { details: { error_code, more: [1] } }) }, failed);
}

example('a web page', { script: text('<html>Bad gateway</html>', 'text/html', 502) }, failed);
example('no body', { script: { status: 500, headers: HEADERS } }, failed);
example('a list', { script: { status: 400, json: ['not', 'an', 'object'], headers: HEADERS } }, failed);
example('another shape', { script: { status: 400, json: { error: 'only text' }, headers: HEADERS } }, failed);
example('a message beside nothing', { script: { status: 400, json: { message: 'only this' }, headers: HEADERS } }, failed);
example('no request id', { script: { status: 500, json: { type: 'error', error: { type: 'api_error', message: 'x' } } } }, failed);
example('JSON that calls itself text', { script: text('{"error": {"type": "api_error", "message": "x"}}', 'text/plain', 500) }, failed);

example('a redirect', {
  script: { status: 302, headers: { ...HEADERS, location: 'http://elsewhere.invalid/v1/messages' } },
}, async (given) =>
  (await failed(given)) instanceof Error);

example('told apart by its class', { script: error(404, 'not_found_error') }, async ({ Anthropic }) => {
  try {
    await new Anthropic().messages.create(CALL);
  } catch (error) {
    if (error instanceof Anthropic.RateLimitError) return 'later';
    if (error instanceof Anthropic.NotFoundError) return [error.status, error.name, error.headers.get('request-id'), error.requestID];
    throw error;
  }
});

example('told apart by its fields', { script: error(429, 'rate_limit_error', { headers: { 'retry-after': '7' } }) }, async (given) => {
  const error = await failed(given);
  return [error.status, error.type, error.error.error.message, error.headers.get('retry-after'), error.error.request_id];
});

example('its headers', { script: error(400, 'invalid_request_error', { headers: { 'x-mine': '1' } }) }, async (given) => {
  const { headers } = await failed(given);
  return [headers instanceof Headers, headers.get('X-Mine'), headers.has('none')];
});

example('its stack is that of the caller', { script: error(400, 'invalid_request_error') }, async ({ Anthropic }) => {
  async function askedHere() {
    return new Anthropic().messages.create(CALL);
  }
  return (await caught(askedHere())).stack.includes('askedHere');
});

example('it is shown', { script: error(400, 'invalid_request_error', { message: 'Größe' }) }, async (given) => {
  const error = await failed(given);
  return [inspect(error).includes('BadRequestError'), String(error).includes('Größe'), Object.prototype.toString.call(error)];
});

example('the details of a code', {
  script: error(400, 'invalid_request_error', { details: { error_code: 'image_dimensions_too_large', max: 8000 } }),
}, async (given) => {
  const error = await failed(given);
  return [error.errorCode, error.details, error.apiMessage, error.error.error.details];
});

example('classes of codes are on the class of the client', async ({ Anthropic, load }) => {
  const { ImageDimensionsTooLargeError } = await load('/resources/messages');
  return [typeof Anthropic.ImageDimensionsTooLargeError, typeof ImageDimensionsTooLargeError,
    ImageDimensionsTooLargeError?.prototype instanceof Anthropic.BadRequestError];
});

example('the classes form a tree', async ({ sdk }) => {
  const pairs = [
    ['APIConnectionTimeoutError', 'APIConnectionError'], ['APIConnectionError', 'APIError'], ['APIUserAbortError', 'APIError'],
    ['APIError', 'AnthropicError'], ['OverloadedError', 'InternalServerError'], ['GatewayTimeoutError', 'InternalServerError'],
    ['NotImplementedError', 'InternalServerError'], ['ServiceUnavailableError', 'InternalServerError'], ['RateLimitError', 'APIError'],
  ];
  return pairs.map(([kind, parent]) => sdk[kind].prototype instanceof sdk[parent]);
});

example('classes under all their names', async ({ Anthropic, sdk, load }) => {
  const part = await load('/error');
  const core = await load('/core/error');
  const names = Object.keys(sdk).filter((name) => name.endsWith('Error'));
  return new Least(Object.fromEntries(names.map((name) => [name, [Anthropic, part, core].map((place) => place[name] === sdk[name])])));
});

example('errors made by hand', async ({ sdk }) => {
  const headers = new Headers({ 'request-id': 'req_9' });
  const body = { type: 'error', error: { type: 'rate_limit_error', message: 'slow', details: { error_code: 'a_code' } } };
  return [
    new sdk.AnthropicError('odd'),
    new sdk.RateLimitError(429, body, 'too fast', headers),
    new sdk.APIError(418, undefined, 'teapot', new Headers()),
    new sdk.APIError(400, body, undefined, headers),
    new sdk.APIError(undefined, undefined, undefined, undefined),
    new sdk.APIConnectionError({ message: 'no route' }),
    new sdk.APIConnectionError({ cause: new Error('x') }),
    new sdk.APIConnectionTimeoutError(),
    new sdk.APIConnectionTimeoutError({ message: 'late' }),
    new sdk.APIUserAbortError(),
    new sdk.APIUserAbortError({ message: 'stop' }),
  ];
});

example('errors made from answers', async ({ sdk }) => {
  const headers = new Headers({ 'request-id': 'req_9' });
  return [400, 401, 404, 418, 429, 500, 503, 529].map((status) =>
    sdk.APIError.generate(status, { type: 'error', error: { type: 'x', message: 'y' } }, undefined, headers));
});

example('a class of ones own', async ({ sdk }) => {
  class Mine extends sdk.APIError {}
  const mine = new Mine(400, undefined, 'mine', new Headers());
  return [mine instanceof sdk.APIError, mine instanceof Mine, mine.status, mine.message];
});
