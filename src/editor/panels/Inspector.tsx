import { type ReactElement, useLayoutEffect, useRef } from 'react';
import type { Blob } from '../../scene';
import { useEditor, useScene, useUi } from '../context';
import { nameOf, titled, useText } from '../i18n';
import { useNarrow } from '../useNarrow';
import { ActionButton } from './ActionButton';
import { Arrange } from './Arrange';
import { Look } from './look/Look';
import { Numbers } from './Numbers';
import { Segmented } from './Segmented';
import { SourceRows } from './SourceRows';

/**
 * The numbers of the selected blob. On a wide page its room is kept when nothing is selected: the list below stays where
 * it is, under the pointer that selects in it.
 */
export function Inspector(): ReactElement | null {
  const t = useText();
  const narrow = useNarrow();
  const blob = useScene(({ scene, selection }) =>
    selection.size === 1 ? scene?.blobs.find((candidate) => selection.has(candidate.id)) : undefined,
  );
  const variants = useUi((state) => state.variants.open);
  const count = useScene((state) => state.selection.size);
  // Any thing takes as much room as any other.
  const unseen = useScene((state) => (blob ? undefined : state.scene?.blobs[0]));
  const isThere = useScene((state) => state.scene !== null);
  useStillList(narrow);
  if (!count && narrow) return null;
  const shown = blob ?? (narrow ? undefined : unseen);
  const none = t('canvas.nothingSelected');
  return (
    <section className="panel inspector" aria-labelledby="selection-heading">
      <div className="label-row">
        <h2 id="selection-heading">
          {blob ? titled(nameOf(t, blob)) : count ? t('selection.several', { count }) : none}
        </h2>
        <div className="row tight">
          {narrow && <ActionButton id="variants" compact pressed={variants} />}
          <ActionButton id="restore" compact />
          <ActionButton id="duplicate" compact />
          <ActionButton id="delete" compact />
        </div>
      </div>
      {isThere && !count && <p className="hint unselected">{t('selection.none')}</p>}
      {count > 1 && <Arrange />}
      {shown && (
        // Another thing, other fields: what is typed in one is never in that of another.
        <div key={shown.id} className={blob ? 'of-one' : 'of-one unseen'} inert={!blob}>
          <OfOne blob={shown} narrow={narrow} />
        </div>
      )}
      {isThere && (
        <div className="row">
          <ActionButton id="copy-style" />
          <ActionButton id="paste-style" />
        </div>
      )}
    </section>
  );
}

/** Shape, and look where the model can be told of it: one at a time, in the same room. */
function OfOne({ blob, narrow }: { blob: Blob; narrow: boolean }): ReactElement {
  const { attributes, ui } = useEditor();
  const t = useText();
  const wanted = useUi((state) => state.inspecting);
  const inspecting = attributes ? wanted : 'shape';
  const isHidden = (what: typeof wanted) => inspecting !== what;
  return (
    <>
      {attributes && (
        <Segmented
          label={t('look.inspect')}
          value={inspecting}
          choices={[
            { value: 'shape', label: t('look.shape') },
            { value: 'look', label: t('look.title') },
          ]}
          onChoose={(chosen) => ui.setState({ inspecting: chosen })}
        />
      )}
      <div className="inspected">
        {(!narrow || !isHidden('shape')) && (
          <div className={isHidden('shape') ? 'shape unseen' : 'shape'} inert={isHidden('shape')}>
            <Numbers blob={blob} />
            <SourceRows blob={blob} />
          </div>
        )}
        {attributes && !isHidden('look') && <Look blob={blob} attributes={attributes} />}
      </div>
    </>
  );
}

/** On a narrow page there is no room to keep: what comes above a list that a person is at is scrolled out of its way. */
function useStillList(narrow: boolean): void {
  const before = useRef(0);
  useLayoutEffect(() => {
    const list = document.querySelector<HTMLElement>('.side .things');
    if (!list) return;
    const moved = list.offsetTop - before.current;
    before.current = list.offsetTop;
    const isThere = list.matches(':hover') || list.contains(document.activeElement);
    if (narrow && moved && isThere) list.closest('.side')!.scrollTop += moved;
  });
}
