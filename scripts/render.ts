/** `npm run render`: draws the scene of a seed with a converted model, as a PNG. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { MAX_SEED } from '../src/blobgan';
import { layoutFromScene, sceneFromLayout } from '../src/scene';
import { UsageError, numberOption, runScript } from './lib/cli';
import { loadModel } from './lib/node-model';
import { encodePicture } from './lib/picture';

const USAGE = 'Usage: npm run render -- --model DIR --seed N [--truncation 0..1] --out FILE.png';

function options() {
  try {
    return parseArgs({
      options: {
        model: { type: 'string' },
        seed: { type: 'string' },
        truncation: { type: 'string' },
        out: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

runScript(async () => {
  const given = options();
  const seed = numberOption('seed', given.seed, 0, MAX_SEED);
  const truncation = numberOption('truncation', given.truncation, 0, 1) ?? 0;
  if (given.model === undefined || seed === undefined || given.out === undefined) throw new UsageError(USAGE);
  if (!Number.isInteger(seed)) throw new UsageError(`A seed is a whole number; ${seed} is not.`);
  const model = await loadModel(given.model);
  const { id, shape, blobs } = model.manifest;
  const [made] = await model.sample([seed], truncation);
  // Through the document, as the page does it: slots that the layout network left empty are not drawn.
  const names = blobs.map((blob) => blob.name);
  const scene = sceneFromLayout({ id, abNorm: shape.abNorm, names }, made!, seed, truncation);
  const layout = layoutFromScene(scene, shape.abNorm, () => made!);
  const start = performance.now();
  const picture = (await model.draw(layout, scene.noiseSeed))!;
  const milliseconds = Math.round(performance.now() - start);
  const { resolution } = shape;
  await writeFile(given.out, encodePicture(picture, resolution));
  console.log(
    `${given.out}: seed ${seed} of ${model.manifest.name}, ${resolution} px, drawn in ${milliseconds} ms`,
  );
  return 0;
});
