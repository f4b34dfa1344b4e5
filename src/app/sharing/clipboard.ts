/** Text for the clipboard, on pages from plain http as well. Call it while a click or a key is being answered. */

/** @throws what the browser says when it does not allow copying */
export async function writeClipboard(text: string): Promise<void> {
  // Outside secure contexts there is none, whatever the types say.
  const { clipboard } = navigator as Partial<Navigator>;
  if (clipboard) return clipboard.writeText(text);
  if (!copyByCommand(text)) throw new DOMException('', 'NotAllowedError');
}

/** The older way, deprecated and still the only one there: what is copied is what the page answers the event with. */
function copyByCommand(text: string): boolean {
  let answered = false;
  const answer = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
    answered = event.clipboardData !== null;
  };
  addEventListener('copy', answer, { capture: true });
  try {
    return document.execCommand('copy') && answered;
  } finally {
    removeEventListener('copy', answer, { capture: true });
  }
}
