import { describe, expect, it } from 'vitest';
import { prepareRuntime } from '../../../../scripts/lib/runtime';
import { gaussian } from '../../../../src/blobgan';
import type { BlobganCheckpoint, DecoderLevel } from '../../../../src/convert/checkpoint';
import { WAVE_NUMBERS, wavesAdder } from '../../../../src/convert/graphs/waves';
import { WAVES, WAVE_COLOURS, waveProjectionName } from '../../../../src/convert/names';
import { GraphBuilder } from '../../../../src/convert/onnx/graph-builder';

const [REGIONS, CHANNELS, CELLS, LEFT, TOP] = [3, 2, 6, 40, 17];
const runtime = prepareRuntime();

/** Lays waves onto a crop of the level of `side`, whose scores are cells LEFT.. and TOP.. of 128. */
async function laid(side: number, waves: Float32Array, scores: Float32Array, projection: Float32Array) {
  const graph = new GraphBuilder('waves', 'float32');
  const width = (CELLS * side) / 128;
  const into = graph.input('into', [1, CHANNELS, width, width]);
  const read = () => ({
    waves: graph.input('waves', [REGIONS, WAVE_NUMBERS]),
    scores: graph.input('scores', [1, REGIONS, CELLS, CELLS]),
    middles: { x: graph.input('x', [1, 1, 1, width]), y: graph.input('y', [1, 1, width, 1]) },
  });
  const checkpoint = {
    shape: { blobCount: REGIONS - 1 },
    waves: { hidden: 1, gatesHidden: 1, coarsest: 128, finest: 256, sides: [128, 256] },
  } as unknown as BlobganCheckpoint;
  const weights = {
    checkpoint,
    noise: [],
    read: async (name: string) => (name === waveProjectionName(side) ? projection : new Float32Array()),
  };
  const add = wavesAdder(graph, weights, read);
  const level = { resolution: side } as DecoderLevel;
  graph.output('out', add.toMaps(into, level, CHANNELS), [1, CHANNELS, width, width]);
  const rgb = graph.input('rgb', [1, 3, width, width]);
  graph.output('picture', add.toRgb(rgb, level), [1, 3, width, width]);
  const session = await runtime.InferenceSession.create(await graph.serialise());
  const tensor = (data: Float32Array, dims: number[]) => new runtime.Tensor('float32', data, dims);
  const middles = (from: number): Float32Array =>
    Float32Array.from({ length: width }, (_, at) => ((from * side) / 128 + at + 0.5) / side);
  const { out, picture } = await session.run({
    rgb: tensor(new Float32Array(3 * width * width).fill(-0.5), [1, 3, width, width]),
    into: tensor(new Float32Array(CHANNELS * width * width).fill(0.25), [1, CHANNELS, width, width]),
    waves: tensor(waves, [REGIONS, WAVE_NUMBERS]),
    scores: tensor(scores, [1, REGIONS, CELLS, CELLS]),
    x: tensor(middles(LEFT), [1, 1, 1, width]),
    y: tensor(middles(TOP), [1, 1, width, 1]),
  });
  await session.release();
  return { width, out: out!.data as Float32Array, picture: picture!.data as Float32Array };
}

/** The waves at u, v in PyTorch's order. */
function basis(u: number, v: number): number[] {
  const [across, down] = [Math.cos(2 * Math.PI * u), Math.cos(2 * Math.PI * v)];
  const shifted = across * Math.tanh(5 * Math.sin(Math.PI * v));
  const line = (wave: number): number => Math.exp(30 * (wave - 1));
  const dot = 1 / (1 + Math.exp(8 * (shifted + down + 1.3)));
  return [
    across,
    Math.tanh(5 * across),
    line(across),
    down,
    line(down),
    shifted,
    line(shifted),
    dot,
    Math.tanh(8 * (v - 1)),
  ];
}

describe.each([128, 256])('waves at %i pixels', (side) => {
  it('are laid where the homographies say, as much as the gates say', async () => {
    // By term: of x for u, v and what both are divided by, then of y, then the constants. The last region has no surface.
    const homographies = [
      [9, 1, 0.2, -1, 7, 0.3, 0.4, -2.1, 0.9],
      [-5, 2, 0.1, 3, 12, -0.2, 4, 0.3, 1.2],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
    ];
    const gates = gaussian(1, 2, REGIONS * WAVES);
    const colours = gaussian(1, 3, REGIONS * WAVE_COLOURS);
    // The graph's gates are in its own order: what is asked for here is only that each goes with its wave.
    const order = [0, 3, 5, 2, 4, 6, 1, 7, 8];
    const waves = Float32Array.from(
      homographies.flatMap((row, region) => [
        ...row,
        ...order.map((wave) => gates[region * WAVES + wave]!),
        ...colours.subarray(region * WAVE_COLOURS, (region + 1) * WAVE_COLOURS),
      ]),
    );
    const raw = gaussian(3, 4, REGIONS * CELLS * CELLS).map((value) => Math.exp(value));
    const scores = raw.map((value, at) => {
      const cell = at % CELLS ** 2;
      return value / (raw[cell]! + raw[cell + CELLS ** 2]! + raw[cell + 2 * CELLS ** 2]!);
    });
    const projection = gaussian(5, 6, CHANNELS * WAVES);
    const { width, out, picture } = await laid(side, waves, scores, projection);

    /** A number of the fields at a place of the crop, between the middles of its cells. */
    const field = (number: number, x: number, y: number): number => {
      const cell = (column: number, row: number): number => {
        const at = Math.min(CELLS - 1, Math.max(0, row)) * CELLS + Math.min(CELLS - 1, Math.max(0, column));
        let sum = 0;
        for (let region = 0; region < REGIONS; region++) {
          const score = scores[region * CELLS ** 2 + at]!;
          if (number < 9) sum += score * score * homographies[region]![number]!;
          else if (number < 9 + WAVES) sum += score * gates[region * WAVES + number - 9]!;
          else sum += score * colours[region * WAVE_COLOURS + number - 9 - WAVES]!;
        }
        return sum;
      };
      const [fx, fy] = [x * CELLS - 0.5, y * CELLS - 0.5];
      const [left, top] = [Math.floor(fx), Math.floor(fy)];
      const [a, b] = [fx - left, fy - top];
      return (
        (1 - b) * ((1 - a) * cell(left, top) + a * cell(left + 1, top)) +
        b * ((1 - a) * cell(left, top + 1) + a * cell(left + 1, top + 1))
      );
    };
    let [worst, largest, worstColour, largestColour] = [0, 0, 0, 0];
    for (let row = 0; row < width; row++) {
      for (let column = 0; column < width; column++) {
        const [px, py] = [(column + 0.5) / width, (row + 0.5) / width];
        const x = (LEFT + px * CELLS) / 128;
        const y = (TOP + py * CELLS) / 128;
        const at = (number: number): number => field(number, px, py);
        const term = (from: number): number => at(from) * x + at(from + 3) * y + at(from + 6);
        const made = basis(term(0) / term(2), term(1) / term(2));
        for (let channel = 0; channel < CHANNELS; channel++) {
          const sum = made.reduce(
            (total, wave, number) =>
              total + (wave * at(9 + number) * projection[channel * WAVES + number]!) / 3,
            0.25,
          );
          const found = out[channel * width * width + row * width + column]!;
          worst = Math.max(worst, Math.abs(found - sum));
          largest = Math.max(largest, Math.abs(found - 0.25));
        }
        const pattern = made.reduce((total, wave, number) => total + wave * at(9 + number), 0);
        for (let channel = 0; channel < WAVE_COLOURS; channel++) {
          const found = picture[channel * width * width + row * width + column]!;
          // The finest level that has waves has their colours, too.
          const added = side === 256 ? pattern * at(9 + WAVES + channel) : 0;
          worstColour = Math.max(worstColour, Math.abs(found + 0.5 - added));
          largestColour = Math.max(largestColour, Math.abs(found + 0.5));
        }
      }
    }
    expect(worst).toBeLessThan(2e-3);
    expect(largest).toBeGreaterThan(0.3);
    expect(worstColour).toBeLessThan(2e-3);
    if (side === 256) expect(largestColour).toBeGreaterThan(0.3);
  });
});
