/** The scenes of this device: an IndexedDB table of scene files with their thumbnails. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

export interface SceneRecord {
  readonly id: string;
  /** Null until a person gives it one. */
  readonly name: string | null;
  readonly seed: number;
  readonly model: string;
  /** Milliseconds since 1970. */
  readonly updated: number;
  /** A scene file. */
  readonly file: string;
  readonly thumbnail: Blob | null;
}

interface Tables extends DBSchema {
  scenes: { key: string; value: SceneRecord; indexes: { updated: number } };
}

const NAME = 'blobroom';
const VERSION = 1;

export class Library {
  private opened: Promise<IDBPDatabase<Tables>> | null = null;

  private table(): Promise<IDBPDatabase<Tables>> {
    this.opened ??= openDB<Tables>(NAME, VERSION, {
      upgrade: (db) => db.createObjectStore('scenes', { keyPath: 'id' }).createIndex('updated', 'updated'),
      // Another tab of a newer version wants to change the table: this one must not be in its way.
      blocking: () => {
        void this.opened?.then((db) => db.close());
        this.opened = null;
      },
    });
    return this.opened;
  }

  /** The newest first. */
  async all(): Promise<SceneRecord[]> {
    return (await (await this.table()).getAllFromIndex('scenes', 'updated')).reverse();
  }

  async get(id: string): Promise<SceneRecord | undefined> {
    return (await this.table()).get('scenes', id);
  }

  async put(record: SceneRecord): Promise<void> {
    await (await this.table()).put('scenes', record);
  }

  /** Changes some fields of a scene that is there; whatever else is written meanwhile stays. */
  async change(id: string, fields: Partial<Omit<SceneRecord, 'id'>>): Promise<void> {
    const transaction = (await this.table()).transaction('scenes', 'readwrite');
    const record = await transaction.store.get(id);
    if (record) await transaction.store.put({ ...record, ...fields });
    await transaction.done;
  }

  async delete(id: string): Promise<void> {
    await (await this.table()).delete('scenes', id);
  }
}

/**
 * Whose scene it is: a tab holds the lock of the scene that it writes, as long as it lives.
 * Without locks (a page that is not served securely) every tab believes itself alone.
 */
export class Claim {
  private release: (() => void) | null = null;

  /** @returns false when another tab has it; what this tab held before is let go otherwise */
  async take(id: string): Promise<boolean> {
    // Outside secure contexts there is none, whatever the types say.
    const locks = (navigator as { locks?: LockManager }).locks;
    if (!locks) return true;
    return new Promise((resolve) => {
      void locks.request(`scene ${id}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        if (!lock) return;
        this.release?.();
        return new Promise<void>((release) => (this.release = release));
      });
    });
  }
}
