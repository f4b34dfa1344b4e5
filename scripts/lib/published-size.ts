/** A checkpoint as large as the published ones: random weights, plain networks and optimizer states beside them. */
import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { PUBLISHED_FORM, decoderShapes, layoutShapes, randomCheckpoint } from './random-checkpoint';

export const PUBLISHED_FILE = 'published-size.ckpt';

/** Makes the file unless it is there. @returns its path */
export function ensurePublishedFile(file: string): string {
  if (existsSync(file)) return file;
  mkdirSync(path.dirname(file), { recursive: true });
  const { writer, root } = randomCheckpoint(PUBLISHED_FORM, { withTraining: true });
  const descriptor = openSync(`${file}.part`, 'w');
  writer.write(root, (bytes) => {
    for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
  });
  closeSync(descriptor);
  renameSync(`${file}.part`, file);
  return file;
}

/** Bytes of the two averaged networks' weights. */
export function networkBytes(): number {
  const shapes = [...decoderShapes(PUBLISHED_FORM).values(), ...layoutShapes(PUBLISHED_FORM).values()];
  return shapes.reduce((sum, shape) => sum + 4 * shape.reduce((product, side) => product * side, 1), 0);
}
