/** Every map on the way to a picture, for tests that look between the stages. */
import type { Layout } from '../../src/blobgan';
import type { NoiseMaps, Shaped } from '../../src/engine/drawing-inputs';
import type { Pipeline } from '../../src/engine/pipeline';

/**
 * Runs the stages on a whole picture, one after the other, as the page's first drawing of a layout does.
 * @returns by name: `rgb_R` (3 x R x R) and `features_R` of every stage, and the `scores_R` that they read
 */
export async function stageOutputs(
  model: Pipeline,
  layout: Layout,
  noise: NoiseMaps,
): Promise<ReadonlyMap<string, Shaped>> {
  const { values } = model.inputs(layout, noise);
  const results = new Map(Object.entries(values).filter(([name]) => name.startsWith('scores_')));
  for (const index of model.manifest.stages.keys()) {
    for (const [name, value] of Object.entries(await model.runStage(index, values))) {
      values[name] = value;
      results.set(name, value);
    }
  }
  return results;
}
