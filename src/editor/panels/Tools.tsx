import type { ReactElement } from 'react';
import { ViewMenu } from '../canvas/ViewMenu';
import { useEditor, useUi } from '../context';
import { useText } from '../i18n';
import { useNarrow } from '../useNarrow';
import { ActionButton } from './ActionButton';

/** The tools and the zoom, floating over the canvas. */
export function Tools(): ReactElement {
  const { compare } = useEditor();
  const t = useText();
  const tool = useUi((state) => state.tool);
  const narrow = useNarrow();
  const variants = useUi((state) => state.variants.open);
  const zoom = useUi((state) => state.camera.zoom);
  return (
    <div className="tools" role="toolbar" aria-label={t('canvas.tools')}>
      <ActionButton id="tool-select" compact pressed={tool === 'select'} />
      <ActionButton id="tool-hand" compact pressed={tool === 'hand'} />
      <span className="divider" />
      <ActionButton id="zoom-out" compact />
      <output className="zoom">{Math.round(zoom * 100)} %</output>
      <ActionButton id="zoom-in" compact />
      <ActionButton id="fit" compact />
      <ViewMenu />
      {!narrow && <ActionButton id="variants" compact pressed={variants} />}
      <span className="divider" />
      <button
        type="button"
        className="button compare"
        title={t('canvas.compareHint')}
        onPointerDown={() => compare(true)}
        onPointerUp={() => compare(false)}
        onPointerLeave={() => compare(false)}
        onKeyDown={(event) => {
          if ((event.key === ' ' || event.key === 'Enter') && !event.repeat) compare(true);
        }}
        onKeyUp={() => compare(false)}
        onBlur={() => compare(false)}
      >
        {t('canvas.compare')}
      </button>
    </div>
  );
}
