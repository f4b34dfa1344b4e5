import { type ReactElement, useId, useRef } from 'react';
import { useStore } from 'zustand';
import { type Texts, sentenceOf, useText } from '../../i18n';
import { ActionButton } from '../../panels/ActionButton';
import type { Travel } from '../../travel';
import './travel.css';

const IDS = ['share', 'save', 'open', 'gallery', 'export', 'animation', 'copy-picture'] as const;

/** What lies over the page knows nothing of what opened it, until every browser has anchors in its style sheets. */
function placeBelow(menu: HTMLElement, { offsetLeft, offsetTop, offsetHeight }: HTMLElement): void {
  menu.style.top = `${offsetTop + offsetHeight + 4}px`;
  menu.style.left = `${Math.max(8, Math.min(offsetLeft, innerWidth - menu.offsetWidth - 8))}px`;
}

/** Opens, saves, shares and exports: one button in the bar. */
export function TravelMenu(): ReactElement {
  const t = useText();
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button ref={button} type="button" className="button" popoverTarget={id}>
        {t('travel.file')}
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
export function TravelNotice({ travel }: { travel: Travel }): ReactElement | null {
  const t = useText();
  const notice = useStore(travel.state, (state) => state.notice);
  if (!notice) return null;
  const { action } = notice;
  const said = notice.key === 'said';
  const given: Record<string, string> = said ? {} : { ...notice.values };
  const kind = given['kind'] as keyof Texts['travel']['fileKinds'] | undefined;
  const { name = '', id = '', file = '', format = '', most = '' } = given;
  const what = kind ? t(`travel.fileKinds.${kind}`, { format }) : '';
  const values = { name, id, file, what, most };
  return (
    <div className="travel-notice" role={said ? 'alert' : 'status'} data-testid="travel-notice">
      <span>{said ? sentenceOf(t, notice.told) : t(`travel.notices.${notice.key}`, values)}</span>
      {action && (
        <button type="button" className="button primary" onClick={action.run}>
          {t(`travel.noticeActions.${action.key}`, values)}
        </button>
      )}
      <button type="button" className="button" onClick={() => travel.dismiss()}>
        {t('page.dismiss')}
      </button>
    </div>
  );
}
