import { type ReactElement, type ReactNode, useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useText } from '../i18n';
import { IconButton } from '../IconButton';

/** The dialogs that are open, the one that has the focus last. */
const openModals = createStore<readonly HTMLDialogElement[]>(() => []);

/** The dialog that lies over everything: nothing outside of it can be reached. */
export const useTopModal = (): HTMLDialogElement | null => useStore(openModals).at(-1) ?? null;

/**
 * A modal dialog of the platform: it keeps the focus, and gives it back to what had it when it goes, whichever way.
 * @param titled false for a dialog whose content says what it is
 * @param onClose the person wants to be done with it
 */
export function Modal({
  title,
  titled = true,
  className = '',
  busy = false,
  onClose,
  children,
}: {
  title: string;
  titled?: boolean;
  className?: string;
  /** Something goes on that must not be hidden: it cannot be closed now. */
  busy?: boolean;
  onClose: () => void;
  children: ReactNode;
}): ReactElement {
  const element = useRef<HTMLDialogElement>(null);
  const closed = useRef(false);
  const t = useText();
  useLayoutEffect(() => {
    const dialog = element.current;
    closed.current = false;
    const before = document.activeElement;
    dialog?.showModal();
    if (dialog) openModals.setState((open) => [...open, dialog], true);
    return () => {
      closed.current = true;
      openModals.setState((open) => open.filter((each) => each !== dialog), true);
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      className={`dialog ${className}`}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        if (!busy) onClose();
      }}
      onClose={() => {
        // The browser lets nobody keep a dialog open for ever: a second Escape closes it unasked.
        if (closed.current) return;
        if (busy) element.current?.showModal();
        else onClose();
      }}
      onClick={(event) => {
        if (event.target === element.current && !busy) onClose();
      }}
    >
      {titled && (
        <div className="dialog-title">
          <h2>{title}</h2>
          <IconButton icon="cross" label={t('page.close')} disabled={busy} onClick={onClose} />
        </div>
      )}
      {children}
    </dialog>
  );
}
