/** `npm run render`: draws scenes with a converted model, as PNGs that hold their scene. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { MAX_SEED } from '../src/blobgan';
import type { Manifest } from '../src/convert';
import {
  type NamedModel,
  type Scene,
  type SceneContent,
  isPng,
  type LayoutOf,
  type ThingVectors,
  type ToldVectorsOf,
  keyOfTold,
  layoutFromScene,
  toldThings,
  vectorsOfSources,
  originsOf,
  readLink,
  readPngScene,
  readSceneFile,
  sceneFromLayout,
  writePngScene,
  writeSceneFile,
} from '../src/scene';
import { UsageError, numberOption, runScript, saidOf } from './lib/cli';
import { loadAttributes, loadModel } from './lib/node-model';
import type { AttributeNetworks } from '../src/engine/attributes/networks';
import { encodePicture } from './lib/picture';

const USAGE = `Usage: npm run render -- [--model DIR] WHAT... --out PLACE
  WHAT   any number of: --seed N [--truncation 0..1], --link ADDRESS, --scene FILE (scene file or exported PNG),
         --links FILE (a text file with a link on each line)
  PLACE  a PNG for one scene, a folder for several`;

function options() {
  try {
    return parseArgs({
      options: {
        model: { type: 'string', default: 'models/default' },
        seed: { type: 'string', multiple: true, default: [] },
        truncation: { type: 'string' },
        link: { type: 'string', multiple: true, default: [] },
        links: { type: 'string', multiple: true, default: [] },
        scene: { type: 'string', multiple: true, default: [] },
        out: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

type Model = Awaited<ReturnType<typeof loadModel>>;

function namedModel({ id, name, blobs, picks }: Manifest): NamedModel {
  return { id, name, names: blobs.map((blob) => blob.name), picks: picks?.count ?? 0 };
}

/** A scene to draw, under the name that its file gets in a folder. */
interface Wish {
  readonly name: string;
  readonly scene: () => Promise<Scene>;
}

function sceneOf(content: SceneContent): Scene {
  if (content.kind === 'scene') return content.scene;
  throw new Error(`This scene is for the model ${content.name} (${content.id}): give that one with --model.`);
}

const fragmentOf = (address: string): string => address.slice(Math.max(0, address.indexOf('#')));

async function wishesOf(given: ReturnType<typeof options>, model: Model): Promise<Wish[]> {
  const named = namedModel(model.manifest);
  const modelOf = (id: string): NamedModel | null => (id === named.id ? named : null);
  const truncation = numberOption('truncation', given.truncation, 0, 1) ?? 0;
  const bySeed = given.seed.map((text): Wish => {
    const seed = numberOption('seed', text, -named.picks, MAX_SEED)!;
    if (!Number.isInteger(seed)) throw new UsageError(`A seed is a whole number; ${seed} is not.`);
    const { abNorm } = model.manifest.shape;
    const scene = async (): Promise<Scene> => {
      const [layout] = await model.sample([seed], truncation);
      return sceneFromLayout({ ...named, abNorm }, layout!, seed, truncation);
    };
    return { name: `seed-${seed}`, scene };
  });
  const links = [...given.link];
  for (const file of given.links) {
    links.push(...(await readFile(file, 'utf8')).split('\n').filter((line) => line.trim()));
  }
  const byLink = links.map((address, at): Wish => {
    const scene = async (): Promise<Scene> => sceneOf(readLink(fragmentOf(address.trim()), modelOf));
    return { name: `link-${String(at + 1).padStart(4, '0')}`, scene };
  });
  const byFile = given.scene.map((file): Wish => {
    const scene = async (): Promise<Scene> => {
      const bytes = new Uint8Array(await readFile(file));
      return sceneOf(
        isPng(bytes) ? readPngScene(bytes, modelOf) : readSceneFile(new TextDecoder().decode(bytes), modelOf),
      );
    };
    return { name: path.parse(file).name, scene };
  });
  return [...bySeed, ...byLink, ...byFile];
}

/** The vectors of what is said by name in a scene. */
async function toldVectorsOf(
  attributes: AttributeNetworks,
  scene: Scene,
  layoutOf: LayoutOf,
): Promise<ToldVectorsOf> {
  const known = new Map<string, ThingVectors>();
  for (const thing of toldThings(scene)) {
    const { feature, style } = vectorsOfSources(thing, layoutOf);
    const { changes = {}, light = null } = thing;
    const answer = await attributes.answer({ features: feature, styles: style, told: [changes], light });
    if (answer) known.set(keyOfTold(thing), { feature: answer.features, style: answer.styles });
  }
  return (key) => known.get(key);
}

async function draw(model: Model, attributes: AttributeNetworks, scene: Scene): Promise<Uint8Array> {
  const { resolution, abNorm } = model.manifest.shape;
  const keyOf = (seed: number, truncation: number): string => `${seed}:${truncation}`;
  const layouts = new Map<string, Awaited<ReturnType<Model['sample']>>[number]>();
  for (const { seed, truncation } of originsOf(scene)) {
    const [layout] = await model.sample([seed], truncation);
    layouts.set(keyOf(seed, truncation), layout!);
  }
  const layoutOf: LayoutOf = ({ seed, truncation }) => layouts.get(keyOf(seed, truncation))!;
  const told = await toldVectorsOf(attributes, scene, layoutOf);
  const layout = layoutFromScene(scene, abNorm, layoutOf, told);
  const picture = await model.draw(layout, model.noiseOf(scene.noiseSeed));
  return writePngScene(
    encodePicture(picture!, resolution),
    writeSceneFile(scene, namedModel(model.manifest), 0),
  );
}

runScript(async () => {
  const given = options();
  if (given.out === undefined) throw new UsageError(USAGE);
  const model = await loadModel(given.model);
  const attributes = loadAttributes(given.model, model);
  const wishes = await wishesOf(given, model);
  if (!wishes.length) throw new UsageError(USAGE);
  const single = wishes.length === 1 && /\.png$/i.test(given.out);
  if (!single) await mkdir(given.out, { recursive: true });
  let failed = 0;
  for (const { name, scene } of wishes) {
    const file = single ? given.out : path.join(given.out, `${name}.png`);
    const start = performance.now();
    try {
      await writeFile(file, await draw(model, attributes, await scene()));
      console.log(`${file}: drawn in ${Math.round(performance.now() - start)} ms`);
    } catch (error) {
      // One scene that cannot be read is no reason to leave the others.
      failed++;
      console.error(`${name}: ${saidOf(error)}`);
    }
  }
  return failed ? 1 : 0;
});
