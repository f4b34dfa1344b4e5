import type { ReactElement } from 'react';
import { useEditor, useUi } from '../context';
import { strings } from '../strings';
import { ActionButton } from './ActionButton';

/** The tools and the zoom, floating over the canvas. */
export function Tools(): ReactElement {
  const { compare } = useEditor();
  const tool = useUi((state) => state.tool);
  const zoom = useUi((state) => state.camera.zoom);
  return (
    <div className="tools" role="toolbar" aria-label={strings.tools}>
      <ActionButton id="tool-select" compact pressed={tool === 'select'} />
      <ActionButton id="tool-hand" compact pressed={tool === 'hand'} />
      <span className="divider" />
      <ActionButton id="zoom-out" compact />
      <output className="zoom">{Math.round(zoom * 100)} %</output>
      <ActionButton id="zoom-in" compact />
      <ActionButton id="fit" compact />
      <span className="divider" />
      <button
        type="button"
        className="button compare"
        title={strings.compareHint}
        onPointerDown={() => compare(true)}
        onPointerUp={() => compare(false)}
        onPointerLeave={() => compare(false)}
        onKeyDown={(event) => {
          if ((event.key === ' ' || event.key === 'Enter') && !event.repeat) compare(true);
        }}
        onKeyUp={() => compare(false)}
        onBlur={() => compare(false)}
      >
        {strings.compare}
      </button>
    </div>
  );
}
