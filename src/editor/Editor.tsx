import type { ReactElement, ReactNode } from 'react';
import { useShortcuts } from './actions/useShortcuts';
import { Canvas } from './canvas/Canvas';
import { ActionButton } from './panels/ActionButton';
import { RoomPanel } from './panels/RoomPanel';
import { ThingsPanel } from './panels/ThingsPanel';
import { strings } from './strings';

/** The whole editor. `status` is the status bar, `veil` lies over the canvas while there is no picture. */
export function Editor({ status, veil }: { status: ReactNode; veil: ReactNode }): ReactElement {
  useShortcuts();
  return (
    <div className="editor">
      <header className="bar">
        <h1>
          <img src="./icon.svg" alt="" width="24" height="24" />
          {strings.name}
        </h1>
        <div className="row">
          <ActionButton id="undo" icon="undo" compact />
          <ActionButton id="redo" icon="redo" compact />
        </div>
      </header>
      <main className="work">
        <Canvas />
        {veil}
      </main>
      <aside className="side">
        <RoomPanel />
        <ThingsPanel />
      </aside>
      <footer className="status">{status}</footer>
    </div>
  );
}
