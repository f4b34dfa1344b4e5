/** Tells a person that an edited scene, which another one has taken the place of, is kept, and takes them back to it. */
import type { Notice, SceneTitle } from '../../editor';
import { type SceneState, type SceneStore, isEdited } from '../../scene';

interface Voice {
  say(notice: Notice): void;
  /** Takes the notice back, unless another one has come since. */
  unsay(notice: Notice): void;
}

/** Whether the step from one state to the next one opened another document. */
function hasOpened(before: SceneState, now: SceneState): boolean {
  const left = now.past.at(-1);
  const redone = before.future.some(({ scene }) => scene === now.scene);
  return left?.label === 'newRoom' && left.scene === before.scene && !redone;
}

export class ReplacedNotice {
  private notice: Notice | null = null;

  constructor(private readonly voice: Voice) {}

  /**
   * The document has gone on.
   * @param kept whether the one before is on this device
   * @param title what the one before is called by
   */
  onScene(store: SceneStore, before: SceneState, now: SceneState, kept: boolean, title: SceneTitle): void {
    const opened = hasOpened(before, now);
    if (opened && (kept || isEdited(before))) {
      const { scene } = before;
      const run = (): void => {
        const { past, jumpTo } = store.getState();
        const at = past.findLastIndex((step) => step.scene === scene);
        if (at >= 0) jumpTo(at);
      };
      this.notice = { key: 'replaced', scene: title, action: { key: 'undo', run } };
      this.voice.say(this.notice);
    } else if (!opened && this.notice) {
      // Whoever goes on, or back, has seen it.
      this.voice.unsay(this.notice);
      this.notice = null;
    }
  }
}
