/**
 * Threads in WASM need a page that is isolated from other sites, which a host says in two headers. Where the host
 * cannot, a service worker puts them on every answer. A pure function, for any service worker to use.
 */

const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

/** Statuses that have no body by definition. */
const EMPTY = new Set([101, 204, 205, 304]);

/** The same answer with the headers of isolation. What cannot be read (another site's, a redirection) stays as it is. */
export function withIsolationHeaders(response: Response): Response {
  if (response.type === 'opaque' || response.type === 'opaqueredirect' || response.type === 'error') {
    return response;
  }
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  const { status, statusText } = response;
  return new Response(EMPTY.has(status) ? null : response.body, { status, statusText, headers });
}
