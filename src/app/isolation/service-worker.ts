/** Isolates the page on hosts that set no headers. It keeps nothing. */
import { withIsolationHeaders } from './headers';

const scope = self as unknown as ServiceWorkerGlobalScope;

// Nothing is cached, so a new one may take over at once.
scope.addEventListener('install', () => void scope.skipWaiting());
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const own = new URL(request.url).origin === scope.location.origin;
  // The developer tools ask so, and nobody may answer for another site's page.
  if (!own || (request.cache === 'only-if-cached' && request.mode !== 'same-origin')) return;
  event.respondWith(fetch(request).then(withIsolationHeaders));
});
