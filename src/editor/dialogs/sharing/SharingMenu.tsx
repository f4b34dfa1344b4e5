import type { ReactElement, ReactNode } from 'react';
import { useStore } from 'zustand';
import { createPortal } from 'react-dom';
import { useEditor, useUi } from '../../context';
import { type Texts, quotedList, sceneTitle, sentenceOf, useText } from '../../i18n';
import { Icon } from '../../icons';
import { ActionButton } from '../../panels/ActionButton';
import { MenuButton } from '../../panels/MenuButton';
import type { Sharing } from '../../sharing';
import { useNarrow } from '../../useNarrow';
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

/**
 * Opens, saves, shares and exports: buttons in the bar for what is done every day, the rest in a menu.
 * @param more rows for the end of the menu: what has no place in a narrow bar
 */
export function SharingMenu({ more }: { more?: ReactNode }): ReactElement {
  const t = useText();
  const narrow = useNarrow();
  const menu = (
    <>
      {IDS.map((action) => (
        <ActionButton key={action} id={action} inMenu />
      ))}
      {more}
      {narrow && <ActionButton id="help" inMenu />}
    </>
  );
  return (
    <>
      <MenuButton className="button file-button" menu={menu} menuClass="file-menu" place={placeBelow}>
        <Icon name="menu" />
        <span>{t('sharing.file')}</span>
      </MenuButton>
      <ActionButton id="share" icon="share" word={t('sharing.bar.share')} />
      <ActionButton id="export" icon="export" word={t('sharing.bar.export')} />
      <FilmButton />
    </>
  );
}

/** A film that is made while a person works, or waits to be downloaded: shows how it goes, and leads back to it. */
function FilmButton(): ReactElement | null {
  const { sharing } = useEditor();
  return sharing && <FilmOf sharing={sharing} />;
}

function FilmOf({ sharing }: { sharing: Sharing }): ReactElement | null {
  const { ui } = useEditor();
  const t = useText();
  const { part, file, failure, downloaded } = useStore(sharing.film.state);
  const inDialog = useUi((state) => state.dialog === 'animation');
  if (inDialog || (part === null && !failure && (!file || downloaded))) return null;
  const ended = part === null && t(file ? 'sharing.film.ready' : 'sharing.film.failed');
  return (
    <>
      <button type="button" className="button film" onClick={() => ui.setState({ dialog: 'animation' })}>
        {ended || t('sharing.film.made', { percent: Math.round(part! * 100) })}
      </button>
      {/* Its end is said aloud, every per cent of it is not. */}
      <span role="status" className="visually-hidden">
        {ended}
      </span>
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
