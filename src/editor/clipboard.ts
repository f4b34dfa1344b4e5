/** Things on the clipboard: a scene file that has them alone, in a piece of HTML whose text is their names. */
import {
  type Blob,
  type ModelOf,
  type Scene,
  type SceneContent,
  readSceneFile,
  writeSceneFile,
} from '../scene';

/** Pages elsewhere show the names; this is what is read here. */
const ATTRIBUTE = 'data-blobroom-things';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign]!);

export interface CopiedThings {
  /** For text fields and other programs. */
  readonly text: string;
  readonly html: string;
}

/**
 * @param blobs of the scene
 * @param names of them, for people
 */
export function writeCopiedThings(
  scene: Scene,
  blobs: readonly Blob[],
  names: readonly string[],
): CopiedThings {
  const file = writeSceneFile({ ...scene, blobs }, { name: scene.model }, 0);
  const items = names.map((name) => `<li>${escaped(name)}</li>`).join('');
  return { text: names.join('\n'), html: `<ul ${ATTRIBUTE}="${escaped(file)}">${items}</ul>` };
}

/**
 * What was copied here or in another tab.
 * @param html of unknown origin
 * @returns null when there are no things in it
 * @throws SceneError when they are damaged
 */
export function readCopiedThings(html: string, modelOf: ModelOf): SceneContent | null {
  if (!html.includes(ATTRIBUTE)) return null;
  // A document of its own: nothing in it is run or fetched.
  const found = new DOMParser().parseFromString(html, 'text/html').querySelector(`[${ATTRIBUTE}]`);
  return readSceneFile(found?.getAttribute(ATTRIBUTE) ?? '', modelOf);
}
