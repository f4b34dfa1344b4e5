/** The page's side of working offline: asks the service worker to keep the page, and tells of a newer version. */

/** The service worker's file, beside the page. */
const WORKER_FILE = './service-worker.js';

export type ToServiceWorker = 'keep' | 'take-over';
export type FromServiceWorker = 'kept';

const say = (worker: ServiceWorker | null | undefined, message: ToServiceWorker): void =>
  worker?.postMessage(message);

/**
 * Call it when the page has nothing urgent to do: everything is fetched that the page needs with the network off.
 * @param onUpdate a newer version waits; calling what it gets reloads the page with it
 */
export async function workOffline(onUpdate: (takeOver: () => void) => void): Promise<void> {
  const container = (navigator as Partial<Navigator>).serviceWorker;
  if (!container || !import.meta.env.PROD) return;
  const registration = await container.register(WORKER_FILE);
  const offer = (): void => {
    const { waiting } = registration;
    // The first one waits for nobody.
    if (!waiting || !registration.active) return;
    onUpdate(() => {
      container.addEventListener('controllerchange', () => location.reload(), { once: true });
      say(waiting, 'take-over');
    });
  };
  offer();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', offer);
  });
  container.addEventListener('message', ({ data }) => {
    const message = data as FromServiceWorker;
    // For whoever looks whether the network can go.
    if (message === 'kept') document.documentElement.dataset['offline'] = 'ready';
  });
  say((await container.ready).active, 'keep');
}
