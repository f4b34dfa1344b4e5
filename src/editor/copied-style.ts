/** The style that was copied last, in any tab: no page may read the clipboard by a key of its own, so it is kept here. */
import * as v from 'valibot';
import { ChangesSchema, type Sources, SourceSchema, slotsOf } from '../scene';
import { createKeptStore } from './kept-store';

const CopiedStyleSchema = v.object({
  model: v.pipe(v.string(), v.maxLength(200)),
  style: SourceSchema,
  /** What was said of the look by name. */
  changes: v.exactOptional(ChangesSchema),
});

type CopiedStyle = v.InferOutput<typeof CopiedStyleSchema>;

interface Kept {
  readonly copied: CopiedStyle | null;
}

const NAME = 'blobroom-copied-style';

export function readCopiedStyle(kept: unknown): Kept {
  const { copied } = { ...(kept as { copied?: unknown } | null) };
  return { copied: v.is(CopiedStyleSchema, copied) ? copied : null };
}

export const copiedStyle = createKeptStore(NAME, readCopiedStyle);

/** Another tab copied one. @returns stops listening */
export function followCopiedStyle(): () => void {
  const onStorage = ({ key }: StorageEvent): void => {
    if (key === NAME) void copiedStyle.persist.rehydrate();
  };
  window.addEventListener('storage', onStorage);
  return () => window.removeEventListener('storage', onStorage);
}

/** The copied style, where it is of a model and of one of its slots. */
export function styleToPaste(
  model: string | undefined,
  slots: number,
): Pick<Sources, 'style' | 'changes'> | null {
  const { copied } = copiedStyle.getState();
  if (!copied || copied.model !== model) return null;
  const { model: _, ...given } = copied;
  return slotsOf(copied.style).every(({ slot }) => slot < slots) ? given : null;
}
