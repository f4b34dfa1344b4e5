/** The page's address as the place of a scene's link. */
import { isLink, linkIn } from '../../scene';

/** Milliseconds between two new addresses: browsers refuse too frequent changes. */
const BETWEEN_ADDRESSES = 300;

/** The link in the address, also where a messenger escaped its `#`; empty when there is none. */
export const linkHere = (): string => (isLink(location.hash) ? location.hash : linkIn(location.search));

/** The page's address with this link in place of the one that it came with. */
function addressWith(link: string): string {
  const { pathname, search } = location;
  return `${pathname}${search.replace(linkIn(search), '')}${link}`;
}

/** What an address says: a scene by its link, and in the history's entry whose record it is. */
export interface Addressed {
  readonly record: string;
  readonly link: string;
}

/** The page's address, which follows the scene. */
export class SceneAddress {
  /** What was written here last. */
  private written: Addressed | null = null;
  private writtenAt = -Infinity;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @param now what the address is to say; null leaves it as it is */
  constructor(private readonly now: () => Addressed | null) {}

  /** Follows a step: at once, or a page that is reloaded comes to the scene before it; after a rest if it must. */
  follow(): void {
    const rest = this.writtenAt + BETWEEN_ADDRESSES - performance.now();
    if (rest <= 0) this.write();
    else
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.write();
      }, rest);
  }

  write(): void {
    const now = this.now();
    if (!now || (now.link === this.written?.link && now.record === this.written.record)) return;
    this.written = now;
    this.writtenAt = performance.now();
    history.replaceState({ scene: now.record }, '', addressWith(now.link));
  }

  /** Writes what the scene says over whatever came into the address. */
  rewrite(): void {
    this.written = null;
    this.write();
  }

  /** @returns whether this link was written here last */
  says(link: string): boolean {
    return link === this.written?.link;
  }
}
