/**
 * The page's service worker: it isolates the page on hosts that set no headers, and keeps the page so that it works
 * with the network off. A newer one waits until a person asks for it.
 */
import type { PageFile } from '../offline/files';
import { answer, forgetOthers, keepAll } from '../offline/keeping';
import type { FromServiceWorker, ToServiceWorker } from '../offline/register';
import { withIsolationHeaders } from './headers';

const scope = self as unknown as ServiceWorkerGlobalScope;

/** The build puts the page's files here. */
declare const __PAGE_FILES__: readonly PageFile[];
const FILES = __PAGE_FILES__;

const folder = (): string => scope.registration.scope;

scope.addEventListener('install', (event) => {
  // The first one must be quick, because isolation waits for it; it keeps the page when the page says so. A later
  // one takes over when it has everything, or the page would not work with the network off any more.
  if (scope.registration.active) event.waitUntil(keepAll(FILES, folder()));
});

scope.addEventListener('activate', (event) => {
  event.waitUntil(
    forgetOthers(FILES, folder()).then(() => {
      // Not waited for: Firefox claims a page's workers, too, and threads of WASM sleep without looking up. As long as this one is not
      // active, whoever reloads the page waits.
      void scope.clients.claim();
    }),
  );
});

async function keep(source: ExtendableMessageEvent['source']): Promise<void> {
  await keepAll(FILES, folder());
  source?.postMessage('kept' satisfies FromServiceWorker);
}

scope.addEventListener('message', (event) => {
  const message = event.data as ToServiceWorker;
  if (message === 'take-over') void scope.skipWaiting();
  // What could not be kept is kept next time.
  if (message === 'keep') event.waitUntil(keep(event.source).catch(() => undefined));
});

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const own = new URL(request.url).origin === scope.location.origin;
  // The developer tools ask so, and nobody may answer for another site's page.
  if (!own || (request.cache === 'only-if-cached' && request.mode !== 'same-origin')) return;
  event.respondWith(answer(FILES, request, folder()).then(withIsolationHeaders));
});
