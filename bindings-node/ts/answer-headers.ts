/** The headers of answers. */

/** Those of an answer, given name, value, name, value. As `fetch` has them, a character a byte: `Headers` takes no others. */
export function headersFrom(flat: readonly string[]): Headers {
  const headers = new Headers();
  for (let i = 0; i + 1 < flat.length; i += 2) headers.append(flat[i]!, Buffer.from(flat[i + 1]!).toString('latin1'));
  return headers;
}
