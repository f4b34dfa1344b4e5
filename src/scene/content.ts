/** What readers of scenes from outside need and give, whatever the scene came in. */
import { slotsOf } from './document';
import { type Fault, type Reason, because } from '../faults';
import { snapScene } from './grid';
import type { Scene, SceneModel } from './types';

/** What links and files say of a model, and need of it. */
export interface NamedModel extends Pick<SceneModel, 'id' | 'names'> {
  readonly name: string;
  /** Latents that its authors picked: seeds from -1 down to -picks. */
  readonly picks: number;
}

/** Longest name of a model, in characters. */
export const MAX_MODEL_NAME = 200;

/** The model of an id, null when it is not here. */
export type ModelOf = (id: string) => NamedModel | null;

/** A scene of a model that is here, or the name of a model that is not. */
export type SceneContent =
  | { readonly kind: 'scene'; readonly scene: Scene }
  | { readonly kind: 'other-model'; readonly id: string; readonly name: string };

/**
 * The last check: that every source of a scene is a slot and a seed of its model.
 * @throws Fault
 */
export function sceneContent(scene: Scene, model: NamedModel, damaged: (why: Reason) => Fault): SceneContent {
  const count = model.names.length;
  for (const { feature, style } of [scene.background, ...scene.blobs]) {
    for (const { slot, seed } of [...slotsOf(feature), ...slotsOf(style)]) {
      if (seed < -model.picks) throw damaged(because('unknownSeed', { seed, count: model.picks }));
      if (slot >= count) throw damaged(because('unknownSlot', { slot, count }));
    }
  }
  return { kind: 'scene', scene: snapScene(scene) };
}
