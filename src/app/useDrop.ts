import { useEffect, useState } from 'react';
import type { PageSharing } from './sharing/page-sharing';

const TYPES = ['Files', 'text/uri-list', 'text/plain'];

/** A text that is dragged goes into a text field as everywhere. */
const isForField = (event: DragEvent): boolean =>
  !event.dataTransfer?.types.includes('Files') &&
  event.target instanceof Element &&
  event.target.closest('input, textarea') !== null;

/** What is dropped anywhere on the page, from elsewhere: files, links, texts. @returns whether something is over it */
export function useDrop(sharing: PageSharing): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    // A row of the list is dragged within the page.
    let own = false;
    const isOurs = (event: DragEvent): boolean =>
      !own && !isForField(event) && TYPES.some((type) => event.dataTransfer?.types.includes(type));
    const onStart = (): void => {
      own = true;
    };
    const onEnd = (): void => {
      own = false;
    };
    const onOver = (event: DragEvent): void => {
      if (!isOurs(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      setOver(false);
      // A part of the page may have taken it for itself.
      if (event.defaultPrevented || !isOurs(event) || !event.dataTransfer) return;
      event.preventDefault();
      // The browser forgets it when this returns.
      const { dataTransfer: dropped } = event;
      const files = [...dropped.files];
      const text = dropped.getData('text/uri-list') || dropped.getData('text/plain');
      void sharing.receive({ files, text });
    };
    const listeners = [
      ['dragstart', onStart],
      ['dragend', onEnd],
      ['dragover', onOver],
      ['dragleave', onLeave],
      ['drop', onDrop],
    ] as const;
    for (const [name, listener] of listeners) window.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of listeners) window.removeEventListener(name, listener);
    };
  }, [sharing]);
  return over;
}
