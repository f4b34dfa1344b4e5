/** The styles that a person keeps: on this device, for the model that they are of. */
import * as v from 'valibot';
import { useStore } from 'zustand';
import { randomId } from '../blobgan';
import { ChangesSchema, SourceSchema } from '../scene';
import { createKeptStore } from './kept-store';

/** The oldest style makes room for a new one. */
export const MOST_STYLES = 60;

const text = v.pipe(v.string(), v.maxLength(200));

const SavedStyleSchema = v.object({
  id: text,
  model: text,
  /** Of the thing that it was taken from. */
  name: text,
  style: SourceSchema,
  /** What was said of the look by name. */
  changes: v.exactOptional(ChangesSchema),
  /** A small picture of that thing, as a data address. */
  picture: v.pipe(v.string(), v.maxLength(40_000), v.startsWith('data:image/')),
});

export type SavedStyle = v.InferOutput<typeof SavedStyleSchema>;

interface SavedStyles {
  readonly styles: readonly SavedStyle[];
}

/** What was kept may be of another version, or damaged: what is not understood is left out. */
export function readSavedStyles(kept: unknown): SavedStyles {
  const { styles } = { ...(kept as { styles?: unknown } | null) };
  const known = Array.isArray(styles) ? styles.filter((style) => v.is(SavedStyleSchema, style)) : [];
  return { styles: known.slice(0, MOST_STYLES) };
}

const savedStyles = createKeptStore('blobroom-styles', readSavedStyles);

/** Keeps a style, in front of the others. */
export function saveStyle(style: Omit<SavedStyle, 'id'>): void {
  const id = randomId();
  savedStyles.setState(({ styles }) => ({ styles: [{ ...style, id }, ...styles].slice(0, MOST_STYLES) }));
}

export function forgetStyle(id: string): void {
  savedStyles.setState(({ styles }) => ({ styles: styles.filter((style) => style.id !== id) }));
}

/** The styles of a model. */
export function useSavedStyles(model: string): readonly SavedStyle[] {
  const styles = useStore(savedStyles, (kept) => kept.styles);
  return styles.filter((style) => style.model === model);
}
