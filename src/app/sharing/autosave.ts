/**
 * Keeps the document of a tab on this device: each settled state under the record that it belongs to, with the steps
 * that it can go back to. A record that another tab writes, or has written since, is never written: this tab goes on
 * with a copy.
 */
import { randomId } from '../../blobgan';
import { type NamedModel, type Scene, type Timeline, writeSceneFile } from '../../scene';
import { SceneLock } from './scene-lock';
import { type EarlierSteps, Histories } from './histories';
import type { SceneDatabase, SceneRow } from './scene-database';

/** A state of the document to keep. */
interface Settled {
  readonly timeline: Timeline;
  readonly model: NamedModel;
  /** Whether the present record was edited; an untouched room is not kept, its seed is enough. */
  readonly edited: boolean;
}

interface AutosaveEvents {
  /** The document is a copy from now on. Its queued states are renamed here; the listener renames the document. */
  readonly onCopy: (from: string, to: string) => void;
  /** Whether the newest state could be kept. */
  readonly onKept: (kept: boolean) => void;
}

const presentOf = ({ timeline }: Settled): Timeline['scenes'][number] => timeline.scenes[timeline.present]!;

export class Autosave {
  readonly histories = new Histories();
  private readonly lock = new SceneLock();
  /** When each record was last written, as far as this tab knows. */
  private readonly written = new Map<string, number>();
  /** Copies that are still what their original is. */
  private readonly unchanged = new Map<string, Scene>();
  /** States that wait until it is clear whose their records are. */
  private queue: Settled[] = [];
  private working = false;
  private held: string | null = null;
  /** The scene that was last written for the record that is held. */
  private last: Scene | null = null;
  /** Steps of the record that is held which are not this tab's. */
  private earlier: EarlierSteps | null = null;

  constructor(
    private readonly database: SceneDatabase,
    private readonly events: AutosaveEvents,
  ) {}

  /** Whether a record is on this device, as far as this tab knows. */
  has(record: string): boolean {
    return this.written.has(record);
  }

  /** The document has been opened from a record as it was written then. */
  opened(record: string, updated: number): void {
    this.written.set(record, updated);
  }

  /** Keeps a state: at once when the record is this tab's, else as soon as that is clear. */
  keep(settled: Settled): void {
    if (!this.working && presentOf(settled).record === this.held) void this.write(settled);
    else {
      this.queue.push(settled);
      if (!this.working) void this.work();
    }
  }

  private async work(): Promise<void> {
    this.working = true;
    for (;;) {
      const [next] = this.queue;
      if (!next) break;
      try {
        const left = this.held;
        if (presentOf(next).record !== left) {
          if (left !== null) await this.leave(left, next);
          await this.hold(presentOf(next).record, next);
        }
        // A copy renames what waits.
        const [settled] = this.queue.splice(0, 1);
        await this.write(settled!, left);
      } catch {
        this.queue.shift();
        this.events.onKept(!next.edited && !this.has(presentOf(next).record));
      }
    }
    this.working = false;
  }

  /** A record that was left holds the last of its scenes, also when it was left by going back. */
  private async leave(record: string, { timeline, model }: Settled): Promise<void> {
    const furthest = timeline.scenes.findLast((step) => step.record === record)?.scene;
    if (!furthest || furthest === this.last || !this.has(record)) return;
    const scene = this.rowOf(record, furthest, model);
    await this.put({ scene, history: null, states: new Map(), dropped: null });
  }

  /** Makes a record this tab's own, or the document a copy of it. */
  private async hold(record: string, settled: Settled): Promise<void> {
    const { scene } = presentOf(settled);
    const granted = await this.lock.take(record);
    const there = await this.database.get(record);
    const same = there?.file === writeSceneFile(scene, settled.model, 0);
    this.last = same ? scene : null;
    if (granted && (!there || there.updated === this.written.get(record))) {
      if (!there) this.written.delete(record);
      this.held = record;
      const stored = there && (await this.database.history(record));
      this.earlier = stored ? this.histories.earlierSteps(record, stored, scene, settled.model) : null;
      return;
    }
    this.earlier = null;
    const copy = randomId();
    await this.lock.take(copy);
    this.held = copy;
    if (there?.name) await this.database.rename(copy, there.name);
    if (same) this.unchanged.set(copy, scene);
    const renamed = (step: Timeline['scenes'][number]) =>
      step.record === record ? { ...step, record: copy } : step;
    this.queue = this.queue.map((each) => ({
      ...each,
      timeline: { ...each.timeline, scenes: each.timeline.scenes.map(renamed) },
    }));
    this.events.onCopy(record, copy);
  }

  private async write(settled: Settled, left: string | null = null): Promise<void> {
    const { timeline, model, edited } = settled;
    const { record, scene } = presentOf(settled);
    const changed = this.unchanged.get(record) !== scene;
    const kept = this.has(record) || (edited && changed);
    // What is opened counts as the newest, where nobody else can have it open too.
    const row = kept && (scene !== this.last || this.lock.excludes) ? this.rowOf(record, scene, model) : null;
    const steps = timeline.scenes.length > 1;
    const states = steps ? this.histories.newStates(timeline, model) : new Map<number, string>();
    const history = steps
      ? this.histories.rowOf(timeline, row?.updated ?? Date.now(), (id) => this.written.get(id), this.earlier)
      : null;
    const dropped = left !== null && left !== record && !this.has(left) ? left : null;
    try {
      const { held } = this;
      this.last = scene;
      if (await this.put({ scene: row, history, states, dropped })) this.events.onKept(true);
      else if (held === record) {
        // Where nothing keeps tabs apart, another one was faster.
        this.histories.failed(timeline);
        this.held = null;
        this.keep(settled);
      }
    } catch {
      this.histories.failed(timeline);
      this.events.onKept(false);
    }
  }

  /** The row of a scene, written later than any that is known. */
  private rowOf(id: string, scene: Scene, model: NamedModel): SceneRow {
    const updated = Math.max(Date.now(), (this.written.get(id) ?? 0) + 1);
    return { id, seed: scene.seed, model: scene.model, updated, file: writeSceneFile(scene, model, 0) };
  }

  private async put(writing: Parameters<SceneDatabase['write']>[0]): Promise<boolean> {
    const { scene } = writing;
    if (!scene) return this.database.write(writing);
    const before = this.written.get(scene.id);
    this.written.set(scene.id, scene.updated);
    try {
      if (await this.database.write(writing, this.lock.excludes ? undefined : (before ?? null))) return true;
    } catch (error) {
      this.restore(scene, before);
      throw error;
    }
    this.restore(scene, before);
    return false;
  }

  /** Nothing was written after all. */
  private restore({ id, updated }: SceneRow, before: number | undefined): void {
    if (this.written.get(id) !== updated) return;
    if (before === undefined) this.written.delete(id);
    else this.written.set(id, before);
  }
}
