/** A published PyTorch checkpoint -> ONNX stages and a manifest. */
import type { ModelShape } from '../blobgan';
import { readCheckpoint, type BlobganCheckpoint } from './checkpoint';
import { convertAttributes, type KeepFile } from './convert-attributes';
import { because, fault } from '../faults';
import { FLOW_APART, FLOW_NEAR } from './flow-form';
import type { MakeGraphRunner } from './graph-runner';
import { planStages, writeStage } from './graphs/decoder-graph';
import { checkBlurKernels, openDecoder, requireFinite } from './graphs/decoder-weights';
import { readIndices, readPlace } from './graphs/flow-graph';
import { writeLayout } from './graphs/layout-graph';
import {
  MANIFEST_FILE,
  MANIFEST_FORMAT,
  parseManifest,
  type Manifest,
  type ManifestBlob,
  type ManifestStage,
} from './manifest';
import { checkMeanLatent, computeMeanLatent, readMeanLatent, readMeanLatentFile } from './mean-latent';
import { MAP_REACH, mapStep } from './names';
import type { FloatStorage, GraphBuilder } from './onnx/graph-builder';
import { PICKS_FILE, readPicks } from './picks';
import { toPlain, type Plain } from './pickle/plain';
import { PyDict } from './pickle/values';
import { sha256 } from './sha256';
import { type Standing, measureStanding } from './standing';
import type { ByteSource } from './source';
import { openTorchArchive, type TorchArchive } from './torch/archive';

export interface Progress {
  readonly step: 'mean latent' | 'layout' | 'standing' | 'decoder';
  /** Of the whole conversion, 0..1. */
  readonly fraction: number;
}

export interface ConvertOptions {
  /** What people will call the model. */
  readonly name: string;
  /**
   * The published `*_mean_latent.pt`, or its numbers; when there is none, and none in the checkpoint, it is
   * computed.
   */
  readonly meanLatent?: ByteSource | Float32Array | undefined;
  /** The published `*_cherrypicked.pt`: latents for the strip of seeds. */
  readonly picks?: ByteSource | undefined;
  /**
   * The host's runtime: computes a missing mean latent in seconds instead of a minute, and measures where the things of a model
   * with named slots stand.
   */
  readonly makeGraphRunner?: MakeGraphRunner | undefined;
  /** How the decoder's large weights are stored. Default float32. */
  readonly storage?: Exclude<FloatStorage, 'int8'> | undefined;
  /** How the layout network's are. Default float32: links depend on what it computes. */
  readonly layoutStorage?: FloatStorage | undefined;
  /** Refuses a model with a larger `c_model`. */
  readonly widthLimit?: number | undefined;
  readonly licence?: string | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ConvertedModel {
  readonly manifest: Manifest;
  /** By name, manifest.json among them. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/** Takes a finished file; the next one is written when it resolves. */
export type FileSink = (name: string, bytes: Uint8Array<ArrayBuffer>) => Promise<void> | void;

const MAX_NAME = 80;
const MAX_TRAINING_CHARACTERS = 16_384;
/** Of the time that writing takes, when it is measured where things stand. */
const STANDING_SHARE = 4;
/** Of the whole time, when the mean latent has to be computed. */
const MEAN_LATENT_SHARE = 0.8;

/** Text from a file, fit to be shown: no control characters, not too long. */
const clean = (value: string): string =>
  value
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, MAX_NAME);

const topLevel = (archive: TorchArchive, key: string): Plain =>
  archive.root instanceof PyDict ? toPlain(archive.root.get(key)) : null;

type NamedSlot = Pick<ManifestBlob, 'slot' | 'name'>;

const hasNames = (archive: TorchArchive): boolean => topLevel(archive, 'slots') !== null;

function blobNames(archive: TorchArchive, { blobCount }: ModelShape): NamedSlot[] {
  const slots = topLevel(archive, 'slots');
  if (slots === null) {
    return Array.from({ length: blobCount }, (_, slot) => ({ slot, name: `blob ${slot + 1}` }));
  }
  if (
    !Array.isArray(slots) ||
    slots.length !== blobCount ||
    !slots.every((name) => typeof name === 'string')
  ) {
    throw fault('slotsUnnamed', { file: archive.source.name, count: blobCount });
  }
  return slots.map((name, slot) => ({ slot, name: clean(name as string) || `blob ${slot + 1}` }));
}

function trainingFacts(archive: TorchArchive, notes: string[]): Manifest['training'] {
  const facts = topLevel(archive, 'training');
  if (facts === null || typeof facts !== 'object' || Array.isArray(facts)) return {};
  if (JSON.stringify(facts).length <= MAX_TRAINING_CHARACTERS) return facts;
  notes.push('The facts about the training were too long to keep.');
  return {};
}

function checkWidth(checkpoint: BlobganCheckpoint, limit: number | undefined, file: string): void {
  if (limit === undefined || checkpoint.width <= limit) return;
  throw fault('tooWide', { file, width: checkpoint.width, most: limit });
}

/** How far blobs' own maps and outlines reach: to a cell beyond the last. */
function reachOf({ maps, outlines }: BlobganCheckpoint): Pick<Manifest, 'mapReach'> {
  const cells = [maps, outlines].flatMap((form) => form?.cells ?? []);
  return cells.length ? { mapReach: MAP_REACH + mapStep(Math.min(...cells)) } : {};
}

/** Reports progress by weights written; a model's time goes into them, and into the mean latent if it is missing. */
class Reporter {
  private done = 0;
  private start = 0;
  constructor(
    private readonly total: number,
    private readonly options: ConvertOptions,
  ) {}
  meanLatent(fraction: number): void {
    this.start = MEAN_LATENT_SHARE;
    this.options.onProgress?.({ step: 'mean latent', fraction: fraction * MEAN_LATENT_SHARE });
  }
  /** @param bytes of weights, or as many as would take as long */
  work(step: 'layout' | 'standing' | 'decoder', bytes: number): void {
    this.options.signal?.throwIfAborted();
    this.done += bytes;
    const share = Math.min(1, this.done / this.total);
    this.options.onProgress?.({ step, fraction: this.start + (1 - this.start) * share });
  }
}

/**
 * Converts a checkpoint and hands on each file when it is finished, so that no more than one is in memory.
 * @throws Fault when the checkpoint cannot be used
 * @throws the signal's reason when it is aborted
 */
export async function convertTo(
  source: ByteSource,
  sink: FileSink,
  options: ConvertOptions,
): Promise<Manifest> {
  const { signal, storage = 'float32', layoutStorage = 'float32' } = options;
  const name = clean(options.name);
  if (!name) throw fault('modelUnnamed');
  const archive = await openTorchArchive(source);
  const checkpoint = readCheckpoint(archive);
  checkWidth(checkpoint, options.widthLimit, source.name);
  signal?.throwIfAborted();
  await checkBlurKernels(archive, checkpoint);
  const { latentDim } = checkpoint.shape;
  const picked = options.picks && (await readPicks(options.picks, latentDim));
  const notes = [...checkpoint.notes];
  const blobs = blobNames(archive, checkpoint.shape);
  const training = trainingFacts(archive, notes);
  const readLayout = async (tensor: string): Promise<Float32Array> =>
    requireFinite(await archive.readTensor(checkpoint.layout(tensor)), tensor);
  // The mean latent needs most of the layout network before its file is written: it is kept until then.
  const held = new Map<string, Float32Array>();
  const readAndHold = async (tensor: string): Promise<Float32Array> => {
    const numbers = await readLayout(tensor);
    held.set(tensor, numbers);
    return numbers;
  };

  const decoder = await openDecoder(archive, checkpoint);
  const graphs = planStages(checkpoint.levels).map((plan) => ({
    plan,
    graph: writeStage(decoder, plan, storage),
  }));
  let meanLatent: Float32Array = new Float32Array(checkpoint.hiddenDim);
  const { flow } = checkpoint;
  const tables = flow && {
    place: readPlace(await readLayout('place'), flow.numbers),
    near: flow.near ? readIndices(await readLayout(FLOW_NEAR), blobs.length + 1, FLOW_NEAR) : [],
    apart: flow.apart ? readIndices(await readLayout(FLOW_APART), blobs.length, FLOW_APART) : [],
  };
  const layoutGraph = writeLayout(
    {
      checkpoint,
      tables,
      read: async (tensor) => held.get(tensor) ?? readLayout(tensor),
      meanLatent: () => meanLatent,
    },
    layoutStorage,
  );
  const weightBytes = [layoutGraph, ...graphs.map(({ graph }) => graph)].reduce(
    (sum, graph) => sum + graph.weightBytes,
    0,
  );
  // Blobs that nobody named stand for nothing of which one knows where it stands.
  const makeRunner = hasNames(archive) ? options.makeGraphRunner : undefined;
  const report = new Reporter(weightBytes * (makeRunner ? 1 + STANDING_SHARE : 1), options);
  meanLatent = await findMeanLatent();

  async function findMeanLatent(): Promise<Float32Array> {
    const given = options.meanLatent;
    if (given instanceof Float32Array)
      return checkMeanLatent(given, checkpoint.hiddenDim, because('meanLatentGiven'));
    if (given) return readMeanLatentFile(given, checkpoint.hiddenDim);
    const kept = await readMeanLatent(archive, checkpoint.hiddenDim);
    if (kept) return kept;
    notes.push('The mean latent was computed from 10,000 latents, as published.');
    return computeMeanLatent(
      { checkpoint, read: readAndHold },
      options.makeGraphRunner,
      (fraction) => report.meanLatent(fraction),
      signal,
    );
  }

  const keep: KeepFile = async (file, bytes) => {
    const fact = { file, bytes: bytes.length, sha256: await sha256(bytes) };
    signal?.throwIfAborted();
    await sink(file, bytes);
    return fact;
  };
  const write = (graph: GraphBuilder, step: 'layout' | 'decoder'): Promise<Uint8Array<ArrayBuffer>> =>
    graph.serialise((length) => report.work(step, length));
  const layoutBytes = await write(layoutGraph, 'layout');
  // Before the bytes are handed on, which a sink may keep.
  const standing = makeRunner ? await standingOf(makeRunner, layoutBytes) : [];
  const layout = await keep(`${layoutGraph.name}.onnx`, layoutBytes);
  held.clear();

  async function standingOf(
    make: MakeGraphRunner,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<(Standing | null)[]> {
    const runner = await make(bytes);
    const onBatch = (part: number): void => report.work('standing', part * STANDING_SHARE * weightBytes);
    try {
      return await measureStanding(runner, checkpoint.shape, onBatch, signal);
    } finally {
      await runner.release();
    }
  }
  const stages: ManifestStage[] = [];
  for (const { plan, graph } of graphs) {
    const fact = await keep(`${graph.name}.onnx`, await write(graph, 'decoder'));
    stages.push({
      ...fact,
      resolution: plan.resolution,
      ...graph.interface,
      multiplyAdds: graph.multiplyAdds,
    });
  }

  const picks = picked && {
    ...(await keep(PICKS_FILE, new Uint8Array(picked.buffer))),
    count: picked.length / latentDim,
  };

  const attributes = await convertAttributes(archive, checkpoint.ema, keep);

  // What draws a seed's room: a scene of before attributes could be told is of the same model.
  const identity = [layout, ...stages].map((file) => `${file.file} ${file.sha256}\n`).join('');
  const order = checkpoint.levels.flatMap((level) => level.convolutions.map(() => level.resolution));
  // Read back with the strict reader: what is written can be loaded.
  const manifest = parseManifest({
    format: MANIFEST_FORMAT,
    id: (await sha256(new TextEncoder().encode(identity))).slice(0, 12),
    name,
    shape: checkpoint.shape,
    width: checkpoint.width,
    ...reachOf(checkpoint),
    layout,
    stages,
    noise: order.map((resolution, index) => ({ resolution, used: decoder.noise[index] !== 0 })),
    blobs: blobs.map((blob) => ({ ...blob, standing: standing[blob.slot] ?? null })),
    picks,
    ...(attributes && { attributes }),
    storage,
    training,
    licence: options.licence ?? null,
    source: {
      file: clean(source.name) || 'checkpoint',
      bytes: source.size,
      directorySha256: await sha256(archive.directory.bytes),
      ema: checkpoint.ema,
      notes,
    },
  });
  await sink(MANIFEST_FILE, new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`));
  return manifest;
}

/** Converts a checkpoint into memory. */
export async function convertCheckpoint(
  source: ByteSource,
  options: ConvertOptions,
): Promise<ConvertedModel> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const manifest = await convertTo(source, (name, bytes) => void files.set(name, bytes), options);
  return { manifest, files };
}
