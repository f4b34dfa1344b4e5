/** Memory of a browser's pages, from /proc (Linux alone). */
import { readFileSync, readdirSync } from 'node:fs';

/** Arguments of a process, null when it is gone. */
function commandOf(pid: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return null;
  }
}

function parentOf(pid: string): string | null {
  try {
    return /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? null;
  } catch {
    return null;
  }
}

/** Proportional set size in bytes: shared pages are counted in part, so that a sum over processes is fair. */
function pssOf(pid: string): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** The renderer processes (a page with all its workers is one) of the browser that was started with this argument. */
export function renderersOf(mark: string): string[] {
  const parents = new Map<string, string | null>();
  const marked = new Set<string>();
  const renderers: string[] = [];
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const command = commandOf(pid);
    if (command === null) continue;
    parents.set(pid, parentOf(pid));
    if (command.includes(mark)) marked.add(pid);
    if (command.includes('--type=renderer')) renderers.push(pid);
  }
  const isBelow = (pid: string | null | undefined): boolean =>
    !!pid && pid !== '0' && (marked.has(pid) || isBelow(parents.get(pid)));
  return renderers.filter(isBelow);
}

/** Samples the pages' memory until it is stopped. */
export class MemoryWatch {
  private most = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly mark: string) {
    this.timer = setInterval(() => this.sample(), 100);
  }

  private sample(): void {
    const sum = renderersOf(this.mark).reduce((total, pid) => total + pssOf(pid), 0);
    this.most = Math.max(this.most, sum);
  }

  /** @returns the largest sum in bytes since the last call */
  take(): number {
    this.sample();
    const { most } = this;
    this.most = 0;
    return most;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
