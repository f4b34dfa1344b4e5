/** The scenes of this device: IndexedDB tables of scene files, their names and thumbnails, and of their histories. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { type HistoryRow, statesOf } from './histories';

/** What an edit changes of a record. Names and thumbnails lie apart, so that no writer has to read first. */
export interface SceneRow {
  readonly id: string;
  readonly seed: number;
  readonly model: string;
  /** Milliseconds since 1970; another value at each writing. */
  readonly updated: number;
  /** A scene file. */
  readonly file: string;
}

export interface SceneRecord extends SceneRow {
  /** Null until a person gives it one. */
  readonly name: string | null;
  readonly thumbnail: Blob | null;
}

/** One writing of a tab's document. */
interface Writing {
  /** Null for a room that nobody has touched. */
  readonly scene: SceneRow | null;
  /** Null when there is nothing to go back to. */
  readonly history: HistoryRow | null;
  /** Links of the history's scenes that were never written, by their keys. */
  readonly states: ReadonlyMap<number, string>;
  /** A record whose history nobody needs any more. */
  readonly dropped: string | null;
}

/** A blob as tables can keep it everywhere: WebKit refuses blobs themselves where it keeps nothing for long. */
interface StoredBlob {
  readonly bytes: ArrayBuffer;
  readonly type: string;
}

const toStored = async (blob: Blob): Promise<StoredBlob> => ({
  bytes: await blob.arrayBuffer(),
  type: blob.type,
});

/** @param stored a blob itself in tables of before */
function fromStored(stored: Blob | StoredBlob | undefined): Blob | null {
  if (!stored || stored instanceof Blob) return stored ?? null;
  return new Blob([stored.bytes], { type: stored.type });
}

interface Tables extends DBSchema {
  scenes: { key: string; value: SceneRow; indexes: { updated: number } };
  names: { key: string; value: string };
  thumbnails: { key: string; value: Blob | StoredBlob };
  /** By the id of their record. */
  histories: { key: string; value: HistoryRow };
  /** Links of the scenes in histories. */
  states: { key: number; value: string };
}

const NAME = 'blobroom';
const VERSION = 2;
const RECORD_TABLES = ['scenes', 'names', 'thumbnails', 'histories'] as const;

/** The first version kept names and thumbnails in the rows of scenes. */
type FirstRow = SceneRow & Partial<Pick<SceneRecord, 'name' | 'thumbnail'>>;

function open(blocking: () => void): Promise<IDBPDatabase<Tables>> {
  return openDB<Tables>(NAME, VERSION, {
    async upgrade(db, before, _, transaction) {
      if (before < 1) db.createObjectStore('scenes', { keyPath: 'id' }).createIndex('updated', 'updated');
      const names = db.createObjectStore('names');
      const thumbnails = db.createObjectStore('thumbnails');
      db.createObjectStore('histories', { keyPath: 'id' });
      db.createObjectStore('states');
      const scenes = transaction.objectStore('scenes');
      for (const { name, thumbnail, ...row } of (await scenes.getAll()) as FirstRow[]) {
        if (name) await names.put(name, row.id);
        if (thumbnail) await thumbnails.put(thumbnail, row.id);
        await scenes.put(row);
      }
    },
    // Another tab of a newer version wants to change the tables: this one must not be in its way.
    blocking,
    terminated: blocking,
  });
}

/** The history of an untouched room is kept for a tab that comes back to it, so long (milliseconds). */
const UNTOUCHED_KEPT = 7 * 24 * 3600 * 1000;

export class SceneDatabase {
  private opening: Promise<IDBPDatabase<Tables>> | null = null;
  private db: IDBPDatabase<Tables> | null = null;

  private async tables(): Promise<IDBPDatabase<Tables>> {
    const forget = (): void => {
      this.db?.close();
      this.db = this.opening = null;
    };
    this.opening ??= open(forget);
    try {
      return (this.db = await this.opening);
    } catch (error) {
      this.opening = null;
      throw error;
    }
  }

  /** The newest first. */
  async all(): Promise<SceneRecord[]> {
    const transaction = (await this.tables()).transaction(['scenes', 'names', 'thumbnails']);
    const rows = (await transaction.objectStore('scenes').index('updated').getAll()).reverse();
    const names = transaction.objectStore('names');
    const thumbnails = transaction.objectStore('thumbnails');
    return Promise.all(
      rows.map(async (row) => {
        const [name, thumbnail] = await Promise.all([names.get(row.id), thumbnails.get(row.id)]);
        return { ...row, name: name ?? null, thumbnail: fromStored(thumbnail) };
      }),
    );
  }

  async get(id: string): Promise<SceneRecord | undefined> {
    const transaction = (await this.tables()).transaction(['scenes', 'names', 'thumbnails']);
    const [row, name, thumbnail] = await Promise.all([
      transaction.objectStore('scenes').get(id),
      transaction.objectStore('names').get(id),
      transaction.objectStore('thumbnails').get(id),
    ]);
    return row && { ...row, name: name ?? null, thumbnail: fromStored(thumbnail) };
  }

  /**
   * Writes what an edit made. Where the tables are open already, the writing is on its way when this returns, and
   * closing the page takes nothing of it back.
   * @param expected when given: the scene's last `updated` that the writer knows, null for none
   * @returns false, and nothing is written, when somebody else has written the scene since
   */
  async write({ scene, history, states, dropped }: Writing, expected?: number | null): Promise<boolean> {
    const db = this.db ?? (await this.tables());
    const transaction = db.transaction(['scenes', 'histories', 'states'], 'readwrite');
    const scenes = transaction.objectStore('scenes');
    const histories = transaction.objectStore('histories');
    if (scene && expected !== undefined) {
      const there = await scenes.get(scene.id);
      if (there && there.updated !== expected) return false;
    }
    const done = [
      scene && scenes.put(scene),
      history && histories.put(history),
      dropped && histories.delete(dropped),
      ...[...states].map(([key, link]) => transaction.objectStore('states').put(link, key)),
      transaction.done,
    ];
    transaction.commit();
    await Promise.all(done);
    return true;
  }

  async rename(id: string, name: string): Promise<void> {
    await (await this.tables()).put('names', name, id);
  }

  async putThumbnail(id: string, thumbnail: Blob): Promise<void> {
    await (await this.tables()).put('thumbnails', await toStored(thumbnail), id);
  }

  /** Puts a whole record, with its history when it had one. */
  async put({ name, thumbnail, ...row }: SceneRecord, history?: HistoryRow): Promise<void> {
    // Before the transaction, which ends when it has nothing to do.
    const picture = thumbnail && (await toStored(thumbnail));
    const transaction = (await this.tables()).transaction(RECORD_TABLES, 'readwrite');
    await Promise.all([
      transaction.objectStore('scenes').put(row),
      name && transaction.objectStore('names').put(name, row.id),
      picture && transaction.objectStore('thumbnails').put(picture, row.id),
      history && transaction.objectStore('histories').put(history),
      transaction.done,
    ]);
  }

  async delete(id: string): Promise<void> {
    const transaction = (await this.tables()).transaction(RECORD_TABLES, 'readwrite');
    await Promise.all([
      ...RECORD_TABLES.map((table) => transaction.objectStore(table).delete(id)),
      transaction.done,
    ]);
  }

  /** The history of a record as it lies there, unchecked, with the links that it names. */
  async history(id: string): Promise<{ row: HistoryRow; links: ReadonlyMap<number, unknown> } | undefined> {
    const transaction = (await this.tables()).transaction(['histories', 'states']);
    const row = await transaction.objectStore('histories').get(id);
    if (!row) return undefined;
    const states = transaction.objectStore('states');
    const links = statesOf(row).map(async (key) => [key, (await states.get(key)) as unknown] as const);
    return { row, links: new Map(await Promise.all(links)) };
  }

  /** Takes away what no history needs any more. */
  async sweep(now = Date.now()): Promise<void> {
    const transaction = (await this.tables()).transaction(['scenes', 'histories', 'states'], 'readwrite');
    const ids = new Set(await transaction.objectStore('scenes').getAllKeys());
    const histories = transaction.objectStore('histories');
    const states = transaction.objectStore('states');
    const needed = new Set<number>();
    for (const row of await histories.getAll()) {
      if (!ids.has(row.id) && !(now - row.updated < UNTOUCHED_KEPT)) await histories.delete(row.id);
      else for (const key of statesOf(row)) needed.add(key);
    }
    for (const key of await states.getAllKeys()) if (!needed.has(key)) await states.delete(key);
    await transaction.done;
  }
}
