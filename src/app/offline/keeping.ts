/** What the service worker keeps of the page, so that it works with the network off. */
import { type PageFile, fileFor, keyOf } from './files';

const CACHE = 'blobroom-page';

/** Fetches what is not kept yet; what was kept of another version and did not change stays as it is. */
export async function keepAll(files: readonly PageFile[], scope: string): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const file of files) {
    if (file.lazy) continue;
    const key = keyOf(file, scope);
    if (await cache.match(key)) continue;
    // A name with a hash never means another file; any other name is asked for anew.
    const request = new Request(new URL(file.path, scope), {
      cache: file.revision === null ? 'default' : 'no-cache',
    });
    const response = await fetch(request);
    // Nothing is imported for it: a service worker is one file.
    if (!response.ok) throw new DOMException(file.path, 'NetworkError');
    await cache.put(key, response);
  }
}

/** Forgets what belongs to older versions. */
export async function forgetOthers(files: readonly PageFile[], scope: string): Promise<void> {
  const cache = await caches.open(CACHE);
  const known = new Set(files.map((file) => keyOf(file, scope)));
  for (const { url } of await cache.keys()) if (!known.has(url)) await cache.delete(url);
}

/** The answer to a request of the page's own: from what is kept, else from the network. */
export async function answer(files: readonly PageFile[], request: Request, scope: string): Promise<Response> {
  const file = request.method === 'GET' ? fileFor(files, request.url, scope) : null;
  if (!file) return fetch(request);
  const cache = await caches.open(CACHE);
  const key = keyOf(file, scope);
  const kept = await cache.match(key);
  if (kept) return kept;
  const response = await fetch(request);
  if (file.lazy && response.status === 200) await cache.put(key, response.clone());
  return response;
}
