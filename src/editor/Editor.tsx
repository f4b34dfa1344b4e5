import { type ReactElement, type ReactNode, useLayoutEffect } from 'react';
import { useClipboard } from './actions/useClipboard';
import { useShortcuts } from './actions/useShortcuts';
import { Canvas } from './canvas/Canvas';
import { Placing } from './canvas/Placing';
import { useEditor, useUi } from './context';
import { ContextMenu } from './dialogs/ContextMenu';
import { Dialogs } from './dialogs/Dialogs';
import './dialogs/dialogs.css';
import { useText } from './i18n';
import { ActionButton } from './panels/ActionButton';
import { HistoryPanel } from './panels/HistoryPanel';
import { Inspector } from './panels/Inspector';
import { OpenPanel, Rail } from './panels/SidePanel';
import { ThingsPanel } from './panels/ThingsPanel';
import { Tools } from './panels/Tools';
import { VariantStrip } from './panels/VariantStrip';
import { Welcome } from './panels/Welcome';
import './panels/panels.css';
import './panels/look/look.css';
import type { Panel } from './ui';
import { isWide, useNarrow } from './useNarrow';

/** The whole editor. `status` is the status bar, `veil` lies over the canvas while there is no picture,
 * `menu` stands in the bar, `settings` are the page's own rows in the settings. */
export function Editor({
  status,
  veil,
  menu,
  settings,
}: {
  status: ReactNode;
  veil: ReactNode;
  menu: ReactNode;
  settings?: ReactNode;
}): ReactElement {
  useShortcuts();
  useClipboard();
  const t = useText();
  const narrow = useNarrow();
  const panel = usePanel(narrow);
  return (
    <div className="editor" data-panel={panel ?? 'none'}>
      <header className="bar">
        <h1>
          <img src="./icon.svg" alt="" width="24" height="24" />
          <span>{t('page.name')}</span>
        </h1>
        <div className="row tight">
          <ActionButton id="undo" compact />
          <ActionButton id="redo" compact />
        </div>
        <div className="row tight end">
          {menu}
          <ActionButton id="settings" compact />
          {!narrow && <ActionButton id="help" compact />}
        </div>
      </header>
      <Rail narrow={narrow} />
      <OpenPanel />
      <div className="middle">
        <Welcome />
        <main className="work">
          <Canvas />
          <VariantStrip />
          <Tools />
          <Placing />
          {veil}
        </main>
      </div>
      {(!narrow || panel === 'things') && (
        <aside className="side">
          <Inspector />
          <ThingsPanel />
          <HistoryPanel />
        </aside>
      )}
      <Dialogs settings={settings} />
      <ContextMenu />
      <footer className="status">{status}</footer>
    </div>
  );
}

/** The open panel: on a narrow page there is always one, on a wide one the rooms are open to begin with. */
function usePanel(narrow: boolean): Panel | null {
  const { ui } = useEditor();
  useLayoutEffect(() => {
    const { panel } = ui.getState();
    if (narrow && panel === null) ui.setState({ panel: 'things' });
    if (!narrow && (panel === 'things' || (panel === null && isWide())))
      ui.setState({ panel: isWide() ? 'rooms' : null });
  }, [ui, narrow]);
  return useUi((state) => state.panel);
}
