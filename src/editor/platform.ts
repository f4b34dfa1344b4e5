/** Whether shortcuts are written and read as on a Mac. Node, where tests of the table run, has no navigator. */
export function isMac(): boolean {
  return typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);
}
