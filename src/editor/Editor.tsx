import type { ReactElement, ReactNode } from 'react';
import { useShortcuts } from './actions/useShortcuts';
import { Canvas } from './canvas/Canvas';
import { ContextMenu } from './dialogs/ContextMenu';
import { Dialogs } from './dialogs/Dialogs';
import { ActionButton } from './panels/ActionButton';
import { HistoryPanel } from './panels/HistoryPanel';
import { Inspector } from './panels/Inspector';
import { RoomPanel } from './panels/RoomPanel';
import { ThingsPanel } from './panels/ThingsPanel';
import { Tools } from './panels/Tools';
import { useText } from './i18n';

/** The whole editor. `status` is the status bar, `veil` lies over the canvas while there is no picture,
 * `menu` stands in the bar. */
export function Editor({
  status,
  veil,
  menu,
}: {
  status: ReactNode;
  veil: ReactNode;
  menu: ReactNode;
}): ReactElement {
  useShortcuts();
  const t = useText();
  return (
    <div className="editor">
      <header className="bar">
        <h1>
          <img src="./icon.svg" alt="" width="24" height="24" />
          {t('page.name')}
        </h1>
        <div className="row">
          {menu}
          <ActionButton id="undo" compact />
          <ActionButton id="redo" compact />
          <ActionButton id="help" compact />
        </div>
      </header>
      <main className="work">
        <Canvas />
        <Tools />
        {veil}
      </main>
      <aside className="side">
        <RoomPanel />
        <Inspector />
        <ThingsPanel />
        <HistoryPanel />
      </aside>
      <Dialogs />
      <ContextMenu />
      <footer className="status">{status}</footer>
    </div>
  );
}
