/**
 * Where models lie: on this device, or with the page, which comes with the one that it opens on and with earlier ones, which
 * links and files that were given away still want.
 */
import type { ModelPlace } from '../engine';

/** Ids of the models in models/earlier, each the name of its folder: the build knows them (vite.config.ts). */
declare const __EARLIER_MODELS__: readonly string[];

type PagePlace = ModelPlace & { readonly kind: 'url' };

const placeOf = (folder: string): PagePlace => ({
  kind: 'url',
  manifestUrl: new URL(`./models/${folder}/manifest.json`, document.baseURI).href,
});

export const defaultPlace = (): PagePlace => placeOf('default');

/** Where an earlier model of the page lies, null for others. Asks nobody. */
export const earlierPlace = (id: string): ModelPlace | null =>
  __EARLIER_MODELS__.includes(id) ? placeOf(`earlier/${id}`) : null;

/** @returns where the model of this id lies on the page's host, null when it does not or the host cannot be asked */
export async function findPageModel(id: string): Promise<ModelPlace | null> {
  const earlier = earlierPlace(id);
  if (earlier) return earlier;
  const own = defaultPlace();
  return (await idAt(own.manifestUrl)) === id ? own : null;
}

/** The id of the model of a manifest, null when it cannot be read. */
const idAt = (manifestUrl: string): Promise<unknown> =>
  fetch(manifestUrl)
    .then((response) => response.json() as Promise<{ id?: unknown }>)
    .then(({ id }) => id)
    .catch(() => null);

/** The id of a model that is stored on this device, null for those of the page. */
export const storedIdOf = (place: ModelPlace): string | null => (place.kind === 'stored' ? place.id : null);

/** Tells places apart. */
export const placeKey = (place: ModelPlace): string =>
  place.kind === 'stored' ? place.id : place.manifestUrl;
