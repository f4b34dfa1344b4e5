/** Scene files: JSON, versioned. `public/scene-1.schema.json` to `scene-3` are their schemas. */
import * as v from 'valibot';
import { MAX_MODEL_NAME, type ModelOf, type NamedModel, type SceneContent, sceneContent } from '../content';
import { type Fault, type Reason, because, fault } from '../../faults';
import { snapScene } from '../grid';
import { hasGroups } from '../groups';
import { hasChanges } from '../looks';
import { SceneSchema, UnchangedSceneSchema, UngroupedSceneSchema, checkScene, faultOf } from '../schema';
import type { Scene } from '../types';

export const SCENE_FORMAT = 'blobroom-scene';
/**
 * The second one has groups, the third changes by name and light; a scene is of the first version that has what it has, so that as
 * many readers as can be read it.
 */
const SCENE_VERSION = 3;

/** No scene makes a longer file: 256 blobs with the longest names. */
export const MAX_FILE_CHARACTERS = 2_000_000;

const Head = v.object({
  format: v.literal(SCENE_FORMAT),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
});

const format = v.literal(SCENE_FORMAT);
const modelName = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_MODEL_NAME));

/** The schema of each version. */
export const SCENE_FILE_SCHEMAS = {
  1: v.strictObject({ format, version: v.literal(1), modelName, scene: UngroupedSceneSchema }),
  2: v.strictObject({ format, version: v.literal(2), modelName, scene: UnchangedSceneSchema }),
  3: v.strictObject({ format, version: v.literal(3), modelName, scene: SceneSchema }),
} as const;

const SceneFileSchema = v.variant('version', [
  SCENE_FILE_SCHEMAS[1],
  SCENE_FILE_SCHEMAS[2],
  SCENE_FILE_SCHEMAS[3],
]);

const damaged = (why: Reason): Fault => fault('fileDamaged', { why });

/** @param spaces for people (2), or 0 for a chunk of a picture */
export function writeSceneFile(scene: Scene, model: Pick<NamedModel, 'name'>, spaces = 2): string {
  const snapped = snapScene(scene);
  const file = {
    format: SCENE_FORMAT,
    version: hasChanges(snapped) ? 3 : hasGroups(snapped) ? 2 : 1,
    modelName: model.name.slice(0, MAX_MODEL_NAME),
    scene: snapped,
  };
  return JSON.stringify(file, null, spaces);
}

/**
 * Reads a scene file.
 * @throws Fault when it is none, is damaged or of a newer version
 */
export function readSceneFile(text: string, modelOf: ModelOf): SceneContent {
  if (text.length > MAX_FILE_CHARACTERS) throw damaged(because('largerThanScenes'));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw damaged(because('noJson'));
  }
  const head = v.safeParse(Head, json);
  if (!head.success) throw damaged(because('saysNoScene'));
  const { version } = head.output;
  if (version > SCENE_VERSION) throw fault('fileNewer', { version, newest: SCENE_VERSION });
  const file = v.safeParse(SceneFileSchema, json, { abortEarly: true });
  if (!file.success) throw faultOf(file.issues, damaged);
  const scene = checkScene(file.output.scene, damaged);
  const model = modelOf(scene.model);
  if (!model) return { kind: 'other-model', id: scene.model, name: file.output.modelName };
  return sceneContent(scene, model, damaged);
}
