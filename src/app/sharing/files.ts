/** What comes from a person, dropped, pasted or chosen, and what goes to one. */
import type { ExportedFile } from '../../editor';
import {
  type ModelOf,
  type SceneContent,
  isPng,
  linkIn,
  readLink,
  readPngScene,
  readSceneFile,
} from '../../scene';
import { type CheckpointFiles, checkpointFiles } from '../checkpoint-files';
import { type FileKind, sniff } from './sniff';

export type Reader = (modelOf: ModelOf) => SceneContent;

/**
 * What the files are together: a scene to open, checkpoints, or something else that the first one is. `others` are the
 * names of those that are left alone.
 */
export type Arrival =
  | {
      readonly kind: 'scene';
      readonly file: string;
      readonly read: Reader;
      readonly others: readonly string[];
    }
  | { readonly kind: 'checkpoint'; readonly files: CheckpointFiles; readonly others: readonly string[] }
  | { readonly kind: 'foreign'; readonly file: string; readonly is: FileKind; readonly format: string };

const MAX_NAME = 60;
/** A file's name, as far as a sentence has room for it. */
export const shortName = ({ name }: File): string => name.slice(0, MAX_NAME);

const namesWithout = (files: readonly File[], taken: readonly (File | null)[]): readonly string[] =>
  files.filter((file) => !taken.includes(file)).map(shortName);

/** The scene that a text holds: a link from here anywhere in it, or a scene file. */
export function readText(text: string): Reader | null {
  if (text.includes('"blobroom-scene"')) return (modelOf) => readSceneFile(text, modelOf);
  const link = linkIn(text);
  return link ? (modelOf) => readLink(link, modelOf) : null;
}

function readerOf(bytes: Uint8Array): Reader | null {
  return isPng(bytes) ? (modelOf) => readPngScene(bytes, modelOf) : readText(new TextDecoder().decode(bytes));
}

/** @param files at least one */
export async function readFiles(files: readonly File[]): Promise<Arrival> {
  const sniffed = await Promise.all(files.map(async (file) => ({ file, ...(await sniff(file)) })));
  for (const { file, kind, bytes } of sniffed) {
    const read = (kind === 'scene' || kind === 'text') && bytes ? readerOf(bytes) : null;
    if (read) return { kind: 'scene', file: shortName(file), read, others: namesWithout(files, [file]) };
  }
  const checkpoints = sniffed.filter(({ kind }) => kind === 'checkpoint').map(({ file }) => file);
  if (checkpoints.length) {
    const taken = checkpointFiles(checkpoints);
    return { kind: 'checkpoint', files: taken, others: namesWithout(files, Object.values(taken)) };
  }
  const { file, kind, format } = sniffed[0]!;
  return { kind: 'foreign', file: shortName(file), is: kind, format };
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
export function download({ blob, name }: ExportedFile): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser reads it in its own time.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
