/**
 * Whose scene it is: a tab holds the lock of the scene that it writes, as long as it lives. Outside secure contexts
 * there are no locks, whatever the types say.
 */
const locks = (): LockManager | undefined => (navigator as { locks?: LockManager }).locks;

export class SceneLock {
  private release: () => void = () => undefined;
  private held: string | null = null;

  /** Whether claims keep other tabs away; without that every tab believes itself alone. */
  get excludes(): boolean {
    return locks() !== undefined;
  }

  /** @returns false when another tab has it; what this tab held before is let go otherwise */
  async take(id: string): Promise<boolean> {
    const manager = locks();
    if (!manager || id === this.held) return true;
    return new Promise((resolve, reject) => {
      manager
        .request(`scene ${id}`, { ifAvailable: true }, (lock) => {
          if (lock) {
            this.release();
            this.held = id;
          }
          resolve(lock !== null);
          return lock && new Promise<void>((release) => (this.release = release));
        })
        .catch(reject);
    });
  }

  /** Lets go of what is held. */
  drop(): void {
    this.release();
    this.release = () => undefined;
    this.held = null;
  }
}
