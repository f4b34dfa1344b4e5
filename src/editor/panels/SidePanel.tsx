import type { ReactElement } from 'react';
import { actionNamed } from '../actions/actions';
import { useActionContext, useUi } from '../context';
import { useText } from '../i18n';
import { Icon, type IconName } from '../icons';
import type { Panel } from '../ui';
import { ThingLibraryPanel } from './ThingLibraryPanel';
import { RoomPanel } from './RoomPanel';
import { StylesPanel } from './StylesPanel';

const PANELS: readonly { readonly panel: Exclude<Panel, 'things'>; readonly icon: IconName }[] = [
  { panel: 'rooms', icon: 'rooms' },
  { panel: 'library', icon: 'add' },
  { panel: 'styles', icon: 'styles' },
];

/** The rail of panels and the one that is open. On a narrow page the right side is one of them. */
export function Rail({ narrow }: { narrow: boolean }): ReactElement {
  const open = useUi((state) => state.panel);
  const contextNow = useActionContext();
  const t = useText();
  return (
    <nav className="rail" aria-label={t('page.panels')}>
      {narrow && (
        <RailButton
          icon="layers"
          label={t('things.title')}
          open={open === 'things'}
          onPress={() => contextNow().ui.setState({ panel: 'things' })}
        />
      )}
      {PANELS.map(({ panel, icon }) => {
        const action = actionNamed(`panel-${panel}`);
        return (
          <RailButton
            key={panel}
            icon={icon}
            label={t(`page.rail.${panel}`)}
            open={open === panel}
            onPress={() => {
              if (!narrow || open !== panel) action.run(contextNow());
            }}
          />
        );
      })}
    </nav>
  );
}

function RailButton({
  icon,
  label,
  open,
  onPress,
}: {
  icon: IconName;
  label: string;
  open: boolean;
  onPress: () => void;
}): ReactElement {
  return (
    <button type="button" className="rail-button" aria-expanded={open} onClick={onPress}>
      <Icon name={icon} />
      <span>{label}</span>
    </button>
  );
}

export function OpenPanel(): ReactElement | null {
  const open = useUi((state) => state.panel);
  if (open === null || open === 'things') return null;
  return (
    <div className="left">
      {open === 'rooms' && <RoomPanel />}
      {open === 'library' && <ThingLibraryPanel />}
      {open === 'styles' && <StylesPanel />}
    </div>
  );
}
