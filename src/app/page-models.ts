/**
 * The models that come with the page: the one that it opens on, and earlier ones, which links and files that were given
 * away still want.
 */
import type { ModelPlace } from '../engine';

/** Models have hexadecimal ids; a link may say anything. */
const ID = /^[0-9a-f]{6,64}$/;

const placeOf = (folder: string): ModelPlace & { readonly kind: 'url' } => ({
  kind: 'url',
  manifestUrl: new URL(`./models/${folder}/manifest.json`, document.baseURI).href,
});

export const defaultPlace = (): ModelPlace => placeOf('default');

/** @returns where the model of this id lies on the page's host, null when it does not or the host cannot be asked */
export async function findPageModel(id: string): Promise<ModelPlace | null> {
  if (!ID.test(id)) return null;
  for (const place of [placeOf('default'), placeOf(`earlier/${id}`)])
    if ((await idAt(place.manifestUrl)) === id) return place;
  return null;
}

/** The id of the model of a manifest. A host may answer for a file that it does not have with a page. */
async function idAt(manifestUrl: string): Promise<unknown> {
  try {
    const response = await fetch(manifestUrl);
    return response.ok ? ((await response.json()) as { id?: unknown } | null)?.id : null;
  } catch {
    return null;
  }
}
