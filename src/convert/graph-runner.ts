/** The host's runtime, where the converter has to run what it wrote: it knows none itself. */

/** Numbers with their shape. */
interface Shaped {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

export interface GraphRunner {
  /** @returns the graph's outputs by name */
  run(inputs: Readonly<Record<string, Shaped>>): Promise<Readonly<Record<string, Float32Array>>>;
  release(): Promise<void>;
}

/** Makes a runner of an ONNX model. */
export type MakeGraphRunner = (model: Uint8Array<ArrayBuffer>) => Promise<GraphRunner>;
