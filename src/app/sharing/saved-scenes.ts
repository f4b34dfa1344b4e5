/** The scenes that are kept on this device, as their dialog shows and changes them. */
import type { StoreApi } from 'zustand/vanilla';
import { randomId } from '../../blobgan';
import type { SceneCard, SharingState } from '../../editor';
import { type NamedModel, readSceneFile, writeLink } from '../../scene';
import type { HistoryRow } from './histories';
import type { SceneDatabase, SceneRecord } from './scene-database';

/** The link of a record's scene; null when it is no scene of this model. */
export function linkOfRecord({ file }: SceneRecord, model: NamedModel): string | null {
  try {
    const content = readSceneFile(file, (id) => (id === model.id ? model : null));
    return content.kind === 'scene' ? writeLink(content.scene, model) : null;
  } catch {
    // A record that cannot be read is reported when it is opened.
    return null;
  }
}

const cardOf = ({ id, name, seed, updated, thumbnail }: SceneRecord, open: boolean): SceneCard => ({
  id,
  name,
  seed,
  updated,
  thumbnail,
  open,
});

export class SavedScenes {
  private deleted: { readonly record: SceneRecord; readonly history: HistoryRow | undefined } | null = null;

  /** @param current id of the record that this tab writes */
  constructor(
    private readonly database: SceneDatabase,
    private readonly state: StoreApi<SharingState>,
    private readonly current: () => string | null,
  ) {}

  async refresh(): Promise<void> {
    const records = await this.database.all().catch(() => []);
    this.state.setState({
      scenes: records.map((record) => cardOf(record, record.id === this.current())),
    });
  }

  async rename(id: string, name: string): Promise<void> {
    await this.database.rename(id, name);
    await this.refresh();
  }

  async duplicate(id: string): Promise<void> {
    const record = await this.database.get(id);
    if (record) {
      const name = record.name && `${record.name} 2`;
      const copy = { ...record, id: randomId(), updated: Date.now(), name };
      await this.database.put(copy);
    }
    await this.refresh();
  }

  async delete(id: string): Promise<void> {
    const record = await this.database.get(id);
    if (record) {
      const stored = await this.database.history(id);
      await this.database.delete(id);
      this.deleted = { record, history: stored?.row };
      this.state.setState({ deleted: cardOf(record, false) });
    }
    await this.refresh();
  }

  async undelete(): Promise<void> {
    if (this.deleted) await this.database.put(this.deleted.record, this.deleted.history);
    this.deleted = null;
    this.state.setState({ deleted: null });
    await this.refresh();
  }
}
