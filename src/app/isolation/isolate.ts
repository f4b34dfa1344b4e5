/** Isolates the page with the service worker where the host does not: one reload, before anything was begun. */

const FILE = './service-worker.js';
const TRIED = 'blobroom.isolation';
/** A reload later than this (in milliseconds) would surprise somebody at work. */
const PATIENCE = 4_000;

/** What the page can know about itself. */
export interface Surroundings {
  readonly isolated: boolean;
  /** https, or this machine. */
  readonly secure: boolean;
  /** The browser has service workers, and lets this page have one. */
  readonly workers: boolean;
  /** This tab was already reloaded for it. */
  readonly tried: boolean;
}

/** Whether the service worker is worth a try. A reload that did not help is never repeated. */
export const shouldIsolate = ({ isolated, secure, workers, tried }: Surroundings): boolean =>
  !isolated && secure && workers && !tried;

/** Resolves when this page is controlled by the service worker. */
async function controlled(container: ServiceWorkerContainer): Promise<void> {
  await container.register(FILE);
  if (container.controller) return;
  await new Promise<void>((resolve) =>
    container.addEventListener('controllerchange', () => resolve(), { once: true }),
  );
}

/**
 * Isolates the page if it can.
 * @returns true when the page is about to be reloaded: nothing should be begun
 */
export async function isolate(): Promise<boolean> {
  try {
    const container = (navigator as Partial<Navigator>).serviceWorker;
    const surroundings = {
      isolated: crossOriginIsolated,
      secure: isSecureContext,
      workers: container !== undefined && import.meta.env.PROD,
      tried: sessionStorage.getItem(TRIED) !== null,
    };
    if (!container || !shouldIsolate(surroundings)) return false;
    let late = false;
    const timeout = new Promise<void>((resolve) =>
      setTimeout(() => {
        late = true;
        resolve();
      }, PATIENCE),
    );
    await Promise.race([controlled(container), timeout]);
    if (late) return false;
    sessionStorage.setItem(TRIED, 'yes');
    location.reload();
    return true;
  } catch {
    // No storage, or no service worker: one thread draws as well.
    return false;
  }
}
