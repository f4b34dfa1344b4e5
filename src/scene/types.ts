/**
 * The document: a scene is a seed and what a person changed of it. Small, immutable, free of vectors and of the
 * runtime: the layout network makes the vectors again from the sources.
 */
/** What the layout network puts into `slot` for a seed. */
export interface SlotSource {
  /** 0 or more; below 0 it names a latent that the model's authors picked (blobgan/seeds). */
  readonly seed: number;
  /** 0 = none, 1 = the mean scene. */
  readonly truncation: number;
  /** Index of the blob in the layout network's output; -1 is the background. */
  readonly slot: number;
}

/** Between two slots: weight 0 is `a`, 1 is `b`. */
export interface MixSource {
  readonly a: SlotSource;
  readonly b: SlotSource;
  readonly weight: number;
}

/** Where a vector comes from. */
export type Source = SlotSource | MixSource;

/**
 * What a person may say that a thing is or looks like, and as what each is written: a colour as "#a1543c", one of the model's
 * values, a number, true or false, degrees (0 = towards the viewer, 90 = to the viewer's right). In links each stands by its place:
 * new ones come last.
 */
export const CHANGE_KINDS = {
  colour: 'colour',
  wood: 'colour',
  accent: 'colour',
  accent2: 'colour',
  bedding: 'colour',
  shade: 'colour',
  colourA: 'colour',
  colourB: 'colour',
  colourC: 'colour',
  pattern: 'value',
  sky: 'value',
  model: 'value',
  patternScale: 'number',
  patternAcross: 'flag',
  lampOn: 'flag',
  round: 'flag',
  facing: 'degrees',
} as const;

export type ChangeName = keyof typeof CHANGE_KINDS;

interface ChangeValues {
  readonly colour: string;
  readonly value: string;
  readonly number: number;
  readonly flag: boolean;
  readonly degrees: number;
}

/** What a person said of a thing; the rest is as its vectors have it. */
export type Changes = { readonly [Name in ChangeName]?: ChangeValues[(typeof CHANGE_KINDS)[Name]] };

/** What a person said of the light of the whole room. */
export interface Light {
  /** One of the model's. */
  readonly preset?: string;
  readonly night?: boolean;
  /** -1 the coldest, 1 the warmest. */
  readonly warmth?: number;
  /** -1 the weakest, 1 the strongest light that the model knows. */
  readonly strength?: number;
}

/** Where a blob's vectors come from. The feature says what it is, the style how it looks: they may differ. */
export interface Sources {
  readonly feature: Source;
  readonly style: Source;
  /** Left out where nothing was changed by name. */
  readonly changes?: Changes;
}

export interface Blob extends Sources {
  /** Unique in its scene. */
  readonly id: string;
  readonly name: string;
  /** Centre in picture units; may leave the picture. */
  readonly x: number;
  readonly y: number;
  /** The model's own size s: the outline at which it covers half is q = s. */
  readonly size: number;
  /** Ratio of the semi-axes, >= 1. */
  readonly aspect: number;
  /** Direction of the longer axis, radians. */
  readonly angle: number;
  readonly hidden: boolean;
  /** Keeps its shape and its place; it can be restyled. */
  readonly locked: boolean;
  /** Blobs of one number are selected and moved as one; left out where a blob is in no group. */
  readonly group?: number;
}

/** Where a blob is and how it lies there: what a gesture or a field may set. */
export type BlobShape = Pick<Blob, 'x' | 'y' | 'size' | 'aspect' | 'angle'>;

export interface Scene {
  readonly model: string;
  /** As a source's. */
  readonly seed: number;
  readonly truncation: number;
  /** Seed of the decoder's noise maps; stays while a person edits. */
  readonly noiseSeed: number;
  readonly background: Sources;
  /** Left out where the light is as the seed made it. */
  readonly light?: Light;
  /** Back to front. */
  readonly blobs: readonly Blob[];
}

/** What a scene has to know of a model. */
export interface SceneModel {
  readonly id: string;
  readonly abNorm: number;
  /** Name of each slot. */
  readonly names: readonly string[];
}

/** Limits of what an edit may make of a blob. */
export const LIMITS = {
  position: [-0.5, 1.5],
  size: [-8, 400],
  aspect: [1, 12],
} as const;

export function isMix(source: Source): source is MixSource {
  return 'weight' in source;
}

export const sameSlot = (a: SlotSource, b: SlotSource): boolean =>
  a.seed === b.seed && a.truncation === b.truncation && a.slot === b.slot;

/** Whether two sources give the same vector. */
export function sameSource(a: Source, b: Source): boolean {
  if (isMix(a)) return isMix(b) && a.weight === b.weight && sameSlot(a.a, b.a) && sameSlot(a.b, b.b);
  return !isMix(b) && sameSlot(a, b);
}

/** Ids of blobs. */
export type Ids = ReadonlySet<string>;
