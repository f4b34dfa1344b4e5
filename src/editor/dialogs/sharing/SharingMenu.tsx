import { type ReactElement, useId, useRef } from 'react';
import { useStore } from 'zustand';
import { createPortal } from 'react-dom';
import { type Texts, quotedList, sceneTitle, sentenceOf, useText } from '../../i18n';
import { ActionButton } from '../../panels/ActionButton';
import type { Sharing } from '../../sharing';
import { useTopModal } from '../Modal';
import './sharing.css';

const IDS = ['share', 'save', 'open', 'saved-scenes', 'export', 'animation', 'copy-picture'] as const;

/** What lies over the page knows nothing of what opened it, until every browser has anchors in its style sheets. */
function placeBelow(menu: HTMLElement, { offsetLeft, offsetTop, offsetHeight }: HTMLElement): void {
  const top = offsetTop + offsetHeight + 4;
  menu.style.top = `${top}px`;
  menu.style.left = `${Math.max(8, Math.min(offsetLeft, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.maxHeight = `${innerHeight - top - 8}px`;
}

/** Opens, saves, shares and exports: one button in the bar. */
export function SharingMenu(): ReactElement {
  const t = useText();
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button ref={button} type="button" className="button" popoverTarget={id}>
        {t('sharing.file')}
      </button>
      <div
        id={id}
        popover="auto"
        className="file-menu"
        onClick={(event) => event.currentTarget.hidePopover()}
        onToggle={(event) => {
          if (button.current && event.newState === 'open') placeBelow(event.currentTarget, button.current);
        }}
      >
        {IDS.map((action) => (
          <ActionButton key={action} id={action} inMenu />
        ))}
      </div>
    </>
  );
}

/** One line about a scene that came or went; over the dialog that is open, where there is one. */
export function SharingNotice({ sharing }: { sharing: Sharing }): ReactElement | null {
  const t = useText();
  const notice = useStore(sharing.state, (state) => state.notice);
  const modal = useTopModal();
  if (!notice) return null;
  const { action } = notice;
  const said = notice.key === 'fault';
  const given: Record<string, string> = { ...notice.values };
  const kind = given['kind'] as keyof Texts['sharing']['fileKinds'] | undefined;
  const { name = '', id = '', file = '', format = '', most = '' } = given;
  const what = kind ? t(`sharing.fileKinds.${kind}`, { format }) : '';
  const others = notice.others ? quotedList(t, notice.others) : '';
  const values = { name: notice.scene ? sceneTitle(t, notice.scene) : name, id, file, what, most, others };
  const line = (
    <div className="sharing-notice" role={said ? 'alert' : 'status'} data-testid="sharing-notice">
      <span>{said ? sentenceOf(t, notice.explanation) : t(`sharing.notices.${notice.key}`, values)}</span>
      {action && (
        <button type="button" className="button primary" onClick={action.run}>
          {t(`sharing.noticeActions.${action.key}`, values)}
        </button>
      )}
      <button type="button" className="button" onClick={() => sharing.dismiss()}>
        {t('page.dismiss')}
      </button>
    </div>
  );
  return modal ? createPortal(line, modal) : line;
}
