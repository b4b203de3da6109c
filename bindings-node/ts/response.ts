/** Answers as they came. */
import type { Head } from './native.js';

/** A `Response` of the head and this body. */
export function responseOf(head: Head, body: string | null): Response {
  const headers = new Headers();
  const flat = head.headers.split('\u001e');
  for (let i = 0; i + 1 < flat.length; i += 2) headers.append(flat[i]!, flat[i + 1]!);
  return new Response(body, { status: head.status, headers });
}
