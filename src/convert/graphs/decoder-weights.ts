/**
 * Weights as the decoder's graph holds them. Everything about them that does not depend on the layout is done here
 * once: equalised learning-rate scales, demodulation (the style is a map over the picture, so the norm of the
 * weights is a constant), and the sqrt(2) after each leaky ReLU (which commutes with it).
 */
import type { BlobganCheckpoint } from '../checkpoint';
import { fault } from '../../faults';
import type { TorchArchive } from '../torch/archive';

const DEMODULATION_EPSILON = 1e-8;
/** After the leaky ReLU, as published. */
export const ACTIVATION_GAIN = Math.SQRT2;
/** The [1, 3, 3, 1] blur whose outer product sums to 4, since it follows an upsampling by 2 x 2. */
export const BLUR = [1, 3, 3, 1].map((value) => value / 4);

export interface DecoderWeights {
  readonly checkpoint: BlobganCheckpoint;
  /** Weight of the noise of each SConv, in the order in which they run. */
  readonly noise: readonly number[];
  /** Numbers of a tensor of the decoder. */
  read(name: string): Promise<Float32Array>;
}

/** @throws Fault when a weight is not finite */
export function requireFinite(numbers: Float32Array, name: string): Float32Array {
  // The sum is finite if every number is, unless it overflows, which no weights do.
  let sum = 0;
  for (let at = 0; at < numbers.length; at++) sum += numbers[at]!;
  if (!Number.isFinite(sum)) {
    throw fault('tensorNotFinite', { tensor: name });
  }
  return numbers;
}

/** Reads what has to be known before the graph is written, and checks the constants that are in the file. */
export async function openDecoder(
  archive: TorchArchive,
  checkpoint: BlobganCheckpoint,
): Promise<DecoderWeights> {
  const read = async (name: string): Promise<Float32Array> =>
    requireFinite(await archive.readTensor(checkpoint.decoder(name)), name);
  const noise: number[] = [];
  for (const { convolutions } of checkpoint.levels) {
    for (const name of convolutions) noise.push((await read(`${name}.noise.weight`))[0] ?? 0);
  }
  return { checkpoint, noise, read };
}

/** The blur kernels are buffers in the file; another kernel would be another network. */
export async function checkBlurKernels(archive: TorchArchive, checkpoint: BlobganCheckpoint): Promise<void> {
  for (const level of checkpoint.levels.slice(1)) {
    for (const name of [`${level.convolutions[0]}.conv.blur.kernel`, `${level.toRgb}.upsample.kernel`]) {
      const tensor = checkpoint.decoderBuffer(name);
      if (!tensor) continue;
      const kernel = await archive.readTensor(tensor);
      const fits =
        kernel.length === 16 &&
        kernel.every((value, at) => {
          return Math.abs(value - BLUR[at >> 2]! * BLUR[at & 3]!) < 1e-6;
        });
      if (!fits) {
        throw fault('otherBlur', { tensor: name });
      }
    }
  }
}

/** Each output channel's weights, scaled to norm 1 (and by the activation's gain). */
export function demodulate(weight: Float32Array, channelsOut: number): Float32Array {
  const perChannel = weight.length / channelsOut;
  const scale = 1 / Math.sqrt(perChannel);
  const out = new Float32Array(weight.length);
  for (let channel = 0; channel < channelsOut; channel++) {
    const start = channel * perChannel;
    let sum = 0;
    for (let at = start; at < start + perChannel; at++) sum += (weight[at]! * scale) ** 2;
    const factor = (scale * ACTIVATION_GAIN) / Math.sqrt(sum + DEMODULATION_EPSILON);
    for (let at = start; at < start + perChannel; at++) out[at] = weight[at]! * factor;
  }
  return out;
}

/** [out, in, kernel] -> [in, out, kernel], as a transposed convolution wants it. */
export function swapChannels(weight: Float32Array, channelsOut: number, kernel: number): Float32Array {
  const channelsIn = weight.length / channelsOut / kernel;
  const out = new Float32Array(weight.length);
  for (let o = 0; o < channelsOut; o++) {
    for (let i = 0; i < channelsIn; i++) {
      const from = (o * channelsIn + i) * kernel;
      out.set(weight.subarray(from, from + kernel), (i * channelsOut + o) * kernel);
    }
  }
  return out;
}

export function scaled(numbers: Float32Array, factor: number): Float32Array {
  const out = new Float32Array(numbers.length);
  for (let at = 0; at < numbers.length; at++) out[at] = numbers[at]! * factor;
  return out;
}

/**
 * The upsampling of the RGB sum (zero insertion, blur, pads 2 and 1) as a 3 x 3 convolution to 4 sub-pixels of 3
 * colours, for DepthToSpace: out[2 y + a] = sum over d of in[y + d] * blur[a - 2 d + 1]. Exact, borders included.
 * @returns [12, 3, 3, 3]
 */
export function rgbUpsamplingWeights(): Float32Array {
  const tap = (sub: number, offset: number): number => BLUR[sub - 2 * offset + 1] ?? 0;
  const out = new Float32Array(12 * 3 * 9);
  for (let subY = 0; subY < 2; subY++) {
    for (let subX = 0; subX < 2; subX++) {
      for (let colour = 0; colour < 3; colour++) {
        const channel = (subY * 2 + subX) * 3 + colour;
        for (let at = 0; at < 9; at++) {
          const [dy, dx] = [Math.floor(at / 3) - 1, (at % 3) - 1];
          out[(channel * 3 + colour) * 9 + at] = tap(subY, dy) * tap(subX, dx);
        }
      }
    }
  }
  return out;
}
