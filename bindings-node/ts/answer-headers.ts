/** The headers of an answer, as a program reads them. */

/** `Headers` of these names and values, whatever the server wrote into them. */
export function headersOf(pairs: Iterable<readonly [string, string]>): Headers {
  const headers = new Headers();
  for (const [name, value] of pairs) {
    try {
      headers.append(name, value);
    } catch {
      // They hold bytes only: what is no Latin-1 stands there as its UTF-8, as `fetch` gives it.
      headers.append(name, Buffer.from(value).toString('latin1'));
    }
  }
  return headers;
}
