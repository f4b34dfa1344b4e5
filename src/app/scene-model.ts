import type { LoadedModel } from '../engine';
import type { SceneModel } from '../scene';

/** What documents have to know of a model. */
export function sceneModel({ manifest }: Pick<LoadedModel, 'manifest'>): SceneModel {
  const names: string[] = [];
  for (const { slot, name } of manifest.blobs) names[slot] = name;
  return { id: manifest.id, abNorm: manifest.shape.abNorm, names };
}
