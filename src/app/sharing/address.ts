/** The page's address as the place of a scene's link. */
import { isLink, linkIn } from '../../scene';

/** Milliseconds between two new addresses: browsers refuse too frequent changes. */
export const BETWEEN_ADDRESSES = 300;

/** The link in the address, also where a messenger escaped its `#`; empty when there is none. */
export const linkHere = (): string => (isLink(location.hash) ? location.hash : linkIn(location.search));

/** The page's address with this link in place of the one that it came with. */
export function addressWith(link: string): string {
  const { pathname, search } = location;
  return `${pathname}${search.replace(linkIn(search), '')}${link}`;
}
