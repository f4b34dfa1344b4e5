/** Copying, cutting and pasting by the browser's own events: they need no permission, and have what was copied last. */
import { useEffect } from 'react';
import { explanationOf } from '../../faults';
import { useActionContext, useEditor } from '../context';
import { type CopiedThings, readCopiedThings, writeCopiedThings } from '../clipboard';
import { followCopiedStyle } from '../copied-style';
import { flushDraft } from '../drafts';
import { i18n, nameOf } from '../i18n';
import type { Received } from '../sharing';
import { actionNamed } from './actions';
import { pasteBlobs } from './editing';
import { isWriting } from './focus';

/** A text that is selected, in a field or on the page, is what a person copies. */
function hasSelectedText(target: EventTarget | null): boolean {
  if (isWriting(target)) return true;
  if (target instanceof HTMLInputElement && target.selectionStart !== target.selectionEnd) return true;
  return getSelection()?.isCollapsed === false;
}

const inDialog = (): boolean => document.querySelector('dialog[open]') !== null;

async function readClipboard(): Promise<Received & { html: string }> {
  const arrived = { html: '', text: '', files: [] as File[] };
  for (const item of await navigator.clipboard.read())
    for (const type of item.types) {
      const blob = await item.getType(type);
      if (type === 'text/html') arrived.html = await blob.text();
      else if (type === 'text/plain') arrived.text = await blob.text();
      else if (type.startsWith('image/'))
        arrived.files.push(new File([blob], type.replace('/', '.'), { type }));
    }
  return arrived;
}

export function useClipboard(): void {
  const { store, ui, slotNames, picks, sharing } = useEditor();
  const contextNow = useActionContext();
  useEffect(() => {
    /** Set while a command wants what it copied on the clipboard. */
    let byCommand = false;
    let reading = false;

    const written = (): CopiedThings | null => {
      const { scene } = store.getState();
      const { blobs } = ui.getState().clipboard;
      return (
        scene &&
        writeCopiedThings(
          scene,
          blobs,
          blobs.map((blob) => nameOf(i18n.t, blob)),
        )
      );
    };
    const onCopy = (event: ClipboardEvent): void => {
      if (!byCommand) {
        if (event.defaultPrevented || inDialog() || hasSelectedText(event.target)) return;
        flushDraft();
        const action = actionNamed(event.type);
        const context = contextNow();
        if (!action.enabled(context)) return;
        reading = true;
        action.run(context);
        reading = false;
      }
      const things = written();
      if (!things || !event.clipboardData) return;
      event.clipboardData.setData('text/plain', things.text);
      event.clipboardData.setData('text/html', things.html);
      event.preventDefault();
    };
    /** What a button or the menu copied goes to the clipboard as well. */
    const unsubscribe = ui.subscribe((now, before) => {
      if (reading || now.clipboard === before.clipboard) return;
      byCommand = true;
      // Old, and may be gone one day: what was copied is in this tab all the same.
      (document as Partial<Document>).execCommand?.('copy');
      byCommand = false;
    });

    const pasteThings = (html: string): boolean => {
      const model = store.getState().scene?.model;
      try {
        const content = readCopiedThings(html, (id) =>
          id === model ? { id, name: id, names: slotNames, picks: picks.length } : null,
        );
        if (!content) return false;
        if (content.kind === 'scene') pasteBlobs(contextNow(), content.scene.blobs);
        else sharing?.say({ key: 'otherModelThings', values: { id: content.id } });
      } catch (error) {
        sharing?.say({ key: 'fault', explanation: explanationOf(error) });
      }
      return true;
    };
    const pasteOwn = (): boolean => {
      const { blobs } = ui.getState().clipboard;
      if (blobs.length) pasteBlobs(contextNow(), blobs);
      return blobs.length > 0;
    };
    const receive = ({ html, ...rest }: Received & { html: string }): void => {
      flushDraft();
      if (pasteThings(html)) return;
      if (rest.files.length || rest.text.trim()) void sharing?.receive(rest);
      else pasteOwn();
    };
    const onPaste = (event: ClipboardEvent): void => {
      const { clipboardData: data, target } = event;
      if (!data || event.defaultPrevented || inDialog()) return;
      const html = data.getData('text/html');
      const inField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
      // A field takes text, unless it is a field that nobody writes in and things come.
      if (inField && (isWriting(target) || !html.includes('data-blobroom-things'))) return;
      event.preventDefault();
      receive({ html, text: data.getData('text/plain'), files: [...data.files] });
    };
    // The commands' way in, where the browser has one; it may ask the person.
    const canRead = typeof (navigator as { clipboard?: Partial<Clipboard> }).clipboard?.read === 'function';
    if (canRead)
      ui.setState({
        paste: () =>
          void readClipboard().then(receive, () => {
            if (!pasteOwn()) sharing?.say({ key: 'noPasting' });
          }),
      });
    const unfollow = followCopiedStyle();
    const listeners = [
      ['copy', onCopy],
      ['cut', onCopy],
      ['paste', onPaste],
    ] as const;
    for (const [name, listener] of listeners) document.addEventListener(name, listener);
    return () => {
      unsubscribe();
      unfollow();
      ui.setState({ paste: null });
      for (const [name, listener] of listeners) document.removeEventListener(name, listener);
    };
  }, [store, ui, slotNames, picks, sharing, contextNow]);
}
