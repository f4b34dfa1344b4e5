/** A checkpoint and the published files that go with it, told by their names. */

export interface CheckpointFiles {
  /** Null when only its companions came. */
  readonly checkpoint: File | null;
  readonly meanLatent: File | null;
  readonly picks: File | null;
}

const isMeanLatent = (file: File): boolean => /mean_latent.*\.pt$/i.test(file.name);
const isPicks = (file: File): boolean => /cherry_?picked.*\.pt$/i.test(file.name);

/** The first of each kind. */
export function checkpointFiles(files: readonly File[]): CheckpointFiles {
  return {
    checkpoint: files.find((file) => !isMeanLatent(file) && !isPicks(file)) ?? null,
    meanLatent: files.find(isMeanLatent) ?? null,
    picks: files.find(isPicks) ?? null,
  };
}
