import { type ReactElement, useId, useRef } from 'react';
import { useStore } from 'zustand';
import { type Texts, sentenceOf, useText } from '../../i18n';
import { ActionButton } from '../../panels/ActionButton';
import type { Sharing } from '../../sharing';
import './sharing.css';

const IDS = ['share', 'save', 'open', 'saved-scenes', 'export', 'animation', 'copy-picture'] as const;

/** What lies over the page knows nothing of what opened it, until every browser has anchors in its style sheets. */
function placeBelow(menu: HTMLElement, { offsetLeft, offsetTop, offsetHeight }: HTMLElement): void {
  menu.style.top = `${offsetTop + offsetHeight + 4}px`;
  menu.style.left = `${Math.max(8, Math.min(offsetLeft, innerWidth - menu.offsetWidth - 8))}px`;
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

/** One line about a scene that came or went. */
export function SharingNotice({ sharing }: { sharing: Sharing }): ReactElement | null {
  const t = useText();
  const notice = useStore(sharing.state, (state) => state.notice);
  if (!notice) return null;
  const { action } = notice;
  const said = notice.key === 'fault';
  const given: Record<string, string> = said ? {} : { ...notice.values };
  const kind = given['kind'] as keyof Texts['sharing']['fileKinds'] | undefined;
  const { name = '', id = '', file = '', format = '', most = '' } = given;
  const what = kind ? t(`sharing.fileKinds.${kind}`, { format }) : '';
  const values = { name, id, file, what, most };
  return (
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
}
