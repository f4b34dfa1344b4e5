import { type ReactElement, useEffect, useRef } from 'react';
import { slotOf } from '../../scene';
import { isStanding } from '../actions/rooms';
import { useEditor, useScene } from '../context';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { ActionButton } from './ActionButton';
import { MenuButton } from './MenuButton';

/** Between the menu and the window's edges, in CSS pixels. */
const GAP = 8;

/** Below its button, or as near to that as the window lets it be. */
function placeBelow(menu: HTMLElement, button: HTMLElement): void {
  const { bottom, right } = button.getBoundingClientRect();
  menu.style.top = `${Math.min(bottom + 4, innerHeight - menu.offsetHeight - GAP)}px`;
  menu.style.left = `${Math.max(GAP, right - menu.offsetWidth)}px`;
}

/** The button that takes the things out, with a menu for windows and doors, which it leaves. */
export function EmptyRoom(): ReactElement {
  const t = useText();
  return (
    <div className="row split-button">
      <ActionButton id="empty-room" />
      <MenuButton
        className="button compact"
        aria-label={t('room.emptyMore')}
        title={t('room.emptyMore')}
        menu={<ActionButton id="empty-room-wholly" />}
        place={placeBelow}
      >
        <Icon name="down" />
      </MenuButton>
    </div>
  );
}

/** What can be done in a room in which nothing stands: nothing while something does. */
export function NextSteps(): ReactElement | null {
  const { ui, slotNames } = useEditor();
  const t = useText();
  const empty = useScene(
    ({ scene }) => scene !== null && !scene.blobs.some((blob) => isStanding(slotNames[slotOf(blob)])),
  );
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Below what has just been pressed: on a phone that may be out of sight.
    if (empty) element.current?.scrollIntoView({ block: 'nearest' });
  }, [empty]);
  if (!empty) return null;
  return (
    <div ref={element} className="stack" role="group" aria-label={t('room.next')}>
      <p className="hint essential">{t('room.next')}</p>
      <button type="button" className="button" onClick={() => ui.setState({ panel: 'library' })}>
        <Icon name="add" />
        <span>{t('actions.panelLibrary')}</span>
      </button>
      <button type="button" className="button" onClick={() => ui.setState({ panel: 'styles' })}>
        <Icon name="styles" />
        <span>{t('room.restyleSurfaces')}</span>
      </button>
    </div>
  );
}
