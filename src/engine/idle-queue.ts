/**
 * Work for quiet moments, in the order in which it was asked for. Whatever matters more is asked for before each
 * job and, through `stopped`, within it: a job that had to stop is begun again later.
 */
export interface IdleQueueOptions<Job> {
  /** Runs one job. Resolves with false when it was stopped before its end. */
  readonly run: (job: Job, stopped: () => boolean) => Promise<boolean>;
  /** True while something matters more. */
  readonly busy: () => boolean;
  /** Waits a moment before `busy` is asked again. */
  readonly pause: () => Promise<void>;
  readonly onError: (error: unknown, job: Job) => void;
}

export class IdleQueue<Job extends { readonly id: number }> {
  private queue: Job[] = [];
  private running = false;

  constructor(private readonly options: IdleQueueOptions<Job>) {}

  /** Whether a job runs or waits. */
  get busy(): boolean {
    return this.running;
  }

  submit(job: Job): void {
    this.queue.push(job);
    if (!this.running) void this.drain();
  }

  /** Takes a job back. One that runs already is stopped at its next question. */
  withdraw(id: number): void {
    this.queue = this.queue.filter((job) => job.id !== id);
  }

  private async drain(): Promise<void> {
    const { run, busy, pause, onError } = this.options;
    this.running = true;
    while (this.queue.length) {
      const job = this.queue[0]!;
      if (busy()) {
        await pause();
        continue;
      }
      const withdrawn = (): boolean => this.queue[0] !== job;
      try {
        const done = await run(job, () => busy() || withdrawn());
        if (done) this.withdraw(job.id);
      } catch (error) {
        this.withdraw(job.id);
        onError(error, job);
      }
    }
    this.running = false;
  }
}
