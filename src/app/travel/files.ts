/** Files that come from a person and go to one: which of them holds a scene, and how it is read. */
import type { MadeFile } from '../../editor';
import { fault } from '../../faults';
import { type ModelOf, type SceneContent, isPng, readPngScene, readSceneFile } from '../../scene';

/** Larger pictures than this are not ours. */
const MOST_BYTES = 100_000_000;

const isJson = (file: File): boolean => /\.json$/i.test(file.name) || file.type === 'application/json';

/** @returns how the scene among the files is read, null when none of them is a scene file or a PNG */
export async function readFile(files: readonly File[]): Promise<((modelOf: ModelOf) => SceneContent) | null> {
  for (const file of files) {
    const head = new Uint8Array(await file.slice(0, 8).arrayBuffer());
    const png = isPng(head) || file.type.startsWith('image/');
    if (!png && !isJson(file)) continue;
    if (file.size > MOST_BYTES) {
      return () => {
        throw fault('fileTooLarge', { file: file.name.slice(0, 60) });
      };
    }
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (png) return (modelOf) => readPngScene(bytes, modelOf);
    const text = new TextDecoder().decode(bytes);
    return (modelOf) => readSceneFile(text, modelOf);
  }
  return null;
}

/** Asks the person for scenes, pictures or checkpoints. */
export function chooseFiles(onFiles: (files: readonly File[]) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,.png,.ckpt,.pt,.pth,application/json,image/png';
  input.multiple = true;
  input.onchange = () => onFiles([...(input.files ?? [])]);
  input.click();
}

/** Gives the person a file. */
export function download({ blob, name }: MadeFile): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser reads it in its own time.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
