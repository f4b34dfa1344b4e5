import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ScorePyramid } from '../../../src/blobgan';
import { parseManifest } from '../../../src/convert';
import { drawingInputs } from '../../../src/engine/drawing-inputs';

const { shape, stages, noise } = parseManifest(
  JSON.parse(readFileSync('models/default/manifest.json', 'utf8')),
);
const layout = {
  count: 1,
  positions: Float32Array.of(0.5, 0.4),
  sizes: Float32Array.of(3),
  covariances: Float32Array.of(0.03, 0.01, 0.05),
  features: new Float32Array(2 * shape.featureDim),
  styles: new Float32Array(2 * shape.styleDim),
};
const scores = new ScorePyramid(shape.resolution, shape.inputSize).of(layout);
const values = drawingInputs(
  shape,
  layout,
  scores,
  noise.map(({ resolution }) => new Float32Array(resolution ** 2)),
);

it.each(stages.map((stage, at) => [stage.file, stage, stages.slice(0, at)] as const))(
  'has all that %s reads and no earlier stage made',
  (_, { inputs }, earlier) => {
    const made = earlier.flatMap(({ outputs }) => outputs.map(({ name }) => name));
    const known = [...Object.keys(values), ...made];
    expect(inputs.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
  },
);

it('has the middles of cells as places, x before y, at every level', () => {
  for (const side of scores.keys()) {
    const { data, dims } = values[`places_${side}`]!;
    expect(dims).toEqual([1, 2, side, side]);
    expect([data[1]! * side, data[side * side]! * side]).toEqual([1.5, 0.5]);
  }
});
