/** What a page begins with: which model, and which scene of it. */
import { type LoadedModel, type ModelPlace, listModels } from '../../engine';
import {
  type ModelOf,
  type NamedModel,
  type Scene,
  type SceneContent,
  isLink,
  readLink,
  readSceneFile,
  writeLink,
} from '../../scene';
import { engineChoices } from '../engine-choices';
import { earlierPlace } from '../model-places';
import { sceneModel } from '../scene-model';
import type { Opening } from '../session';
import { linkHere } from './address';
import type { Autosave } from './autosave';
import type { SceneDatabase, SceneRecord } from './scene-database';

export function namedModel(model: LoadedModel): NamedModel {
  const { id, names } = sceneModel(model);
  return { id, names, name: model.manifest.name, picks: model.manifest.picks?.count ?? 0 };
}

interface BeginningPage {
  readonly firstSeed: () => number;
  /** Null when the scene is not of the open model; the page says so. */
  readonly read: (reader: () => SceneContent) => Scene | null;
  readonly onName: (record: string, name: string | null) => void;
}

/**
 * The model that the link wants, if it is on this device or comes with the page, or without a link the stored one that
 * was open last; null for the one that the page opens on.
 */
export async function wantedModel(): Promise<ModelPlace | null> {
  if (!isLink(linkHere())) {
    const { model } = engineChoices.getState();
    return model === null ? null : { kind: 'stored', id: model };
  }
  try {
    const content = readLink(linkHere(), () => null);
    if (content.kind !== 'other-model') return null;
    const { id } = content;
    const stored = await listModels().catch(() => []);
    return stored.some(({ manifest }) => manifest.id === id) ? { kind: 'stored', id } : earlierPlace(id);
  } catch {
    // Faults in the link are reported when it is read for its model.
    return null;
  }
}

export class FirstScene {
  constructor(
    private readonly database: SceneDatabase,
    private readonly autosave: Autosave,
    private readonly page: BeginningPage,
  ) {}

  /** What a page begins with: the scene that this tab had, the link, the last one of this device, or a seed's room. */
  first = async (model: LoadedModel): Promise<Opening> => {
    const named = namedModel(model);
    const modelOf: ModelOf = (id) => (id === named.id ? named : null);
    const own = (history.state as { scene?: unknown } | null)?.scene;
    const asksForSeed = new URLSearchParams(location.search).has('seed');
    const records = await this.database.all().catch(() => []);
    for (const record of records) this.page.onName(record.id, record.name);
    void this.database.sweep().catch(() => undefined);
    const before = records.find(({ id }) => id === own);
    if (before) return (await this.fromRecord(before, named, modelOf)) ?? this.page.firstSeed();
    if (isLink(linkHere())) {
      const scene = this.page.read(() => readLink(linkHere(), modelOf));
      if (!scene) return this.page.firstSeed();
      // A room that was not edited yet is in the address alone; what can be undone is on the device.
      const untouched = typeof own === 'string' ? await this.timelineOf(own, scene, named, modelOf) : null;
      return untouched ?? { scene };
    }
    const latest = records.find((record) => record.model === named.id);
    if (asksForSeed || !latest) return this.page.firstSeed();
    return (await this.fromRecord(latest, named, modelOf)) ?? this.page.firstSeed();
  };

  /** A record's scene, with its steps where they are sound. */
  private async fromRecord(
    record: SceneRecord,
    named: NamedModel,
    modelOf: ModelOf,
  ): Promise<Opening | null> {
    const scene = this.page.read(() => readSceneFile(record.file, modelOf));
    if (!scene) return null;
    const timeline = await this.timelineOf(record.id, scene, named, modelOf);
    this.autosave.opened(record.id, record.updated);
    return timeline ?? { scene, record: record.id };
  }

  private async timelineOf(record: string, scene: Scene, named: NamedModel, modelOf: ModelOf) {
    const stored = await this.database.history(record).catch(() => undefined);
    const found = stored && this.autosave.histories.read(record, stored, modelOf, writeLink(scene, named));
    if (!found) return null;
    for (const [id, updated] of found.written) this.autosave.opened(id, updated);
    return found.timeline;
  }
}
