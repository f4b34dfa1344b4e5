/** The files of the page, as the build lists them for the service worker. */

export interface PageFile {
  /** Relative to the page. */
  readonly path: string;
  /** Null where the name has a hash of the contents in it already. */
  readonly revision: string | null;
  /** Kept only once it was used: a runtime for hardware that this device may not have, an earlier model. */
  readonly lazy: boolean;
}

/** Under what address a file is kept: another revision is another address. */
export function keyOf({ path, revision }: Pick<PageFile, 'path' | 'revision'>, scope: string): string {
  const url = new URL(path, scope);
  if (revision !== null) url.searchParams.set('revision', revision);
  return url.href;
}

/**
 * The file that an address asks for, null for none. The page itself is asked for by its folder, with whatever
 * search; other files have none.
 * @param scope address of the page's folder
 */
export function fileFor(files: readonly PageFile[], address: string, scope: string): PageFile | null {
  const url = new URL(address);
  const folder = new URL(scope);
  if (url.origin !== folder.origin || !url.pathname.startsWith(folder.pathname)) return null;
  // The build's own names need no decoding; a name that does is none of them.
  const path = url.pathname.slice(folder.pathname.length) || 'index.html';
  return files.find((file) => file.path === path) ?? null;
}
