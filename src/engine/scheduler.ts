/**
 * The newest job wins: while one runs, only the latest of those that came after it is kept. The last job that was
 * handed in is always run to its end, whatever the timing.
 */
export interface JobControl {
  /** True when a newer job waits: this one may end early. */
  readonly superseded: () => boolean;
}

export class NewestWins<Job> {
  private waiting: { job: Job } | null = null;
  private running = false;

  /** @param run runs one job; its errors go to `onError` and never stop the scheduler */
  constructor(
    private readonly run: (job: Job, control: JobControl) => Promise<void>,
    private readonly onError: (error: unknown, job: Job) => void,
  ) {}

  /** Whether a job runs or waits. */
  get busy(): boolean {
    return this.running;
  }

  submit(job: Job): void {
    this.waiting = { job };
    if (!this.running) void this.drain();
  }

  private async drain(): Promise<void> {
    this.running = true;
    while (this.waiting) {
      const { job } = this.waiting;
      this.waiting = null;
      try {
        await this.run(job, { superseded: () => this.waiting !== null });
      } catch (error) {
        this.onError(error, job);
      }
    }
    this.running = false;
  }
}
