/** The scenes that are kept on this device, as the gallery shows and changes them. */
import type { StoreApi } from 'zustand/vanilla';
import { randomId } from '../../blobgan';
import type { TravelState } from '../../editor';
import type { Library, SceneRecord } from './library';

const cardName = ({ name, seed }: SceneRecord): string => name ?? `Room ${seed}`;

export class Shelf {
  private deleted: SceneRecord | null = null;

  /**
   * @param current id of the scene that this tab writes
   * @param show opens a scene in this tab
   */
  constructor(
    private readonly library: Library,
    private readonly state: StoreApi<TravelState>,
    private readonly current: () => string,
    private readonly show: (record: SceneRecord) => Promise<void>,
  ) {}

  async refresh(): Promise<void> {
    const records = await this.library.all().catch(() => []);
    this.state.setState({
      scenes: records.map((record) => ({
        id: record.id,
        name: cardName(record),
        updated: record.updated,
        thumbnail: record.thumbnail,
        open: record.id === this.current(),
      })),
    });
  }

  async open(id: string): Promise<void> {
    const record = await this.library.get(id);
    if (record) await this.show(record);
    else await this.refresh();
  }

  async rename(id: string, name: string): Promise<void> {
    await this.library.change(id, { name });
    await this.refresh();
  }

  async duplicate(id: string): Promise<void> {
    const record = await this.library.get(id);
    if (record) {
      const copy = { ...record, id: randomId(), updated: Date.now(), name: `${cardName(record)} 2` };
      await this.library.put(copy);
    }
    await this.refresh();
  }

  async delete(id: string): Promise<void> {
    const record = await this.library.get(id);
    if (record) {
      await this.library.delete(id);
      this.deleted = record;
      const { thumbnail, updated } = record;
      this.state.setState({ deleted: { id, name: cardName(record), updated, thumbnail, open: false } });
    }
    await this.refresh();
  }

  async undelete(): Promise<void> {
    if (this.deleted) await this.library.put(this.deleted);
    this.deleted = null;
    this.state.setState({ deleted: null });
    await this.refresh();
  }
}
