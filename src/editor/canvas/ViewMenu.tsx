import { type ReactElement, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useEditor, useUi } from '../context';
import { useText } from '../i18n';
import { Icon } from '../icons';
import type { CompareMode } from '../ui';
import { FAINT } from './picking';

const MODES: readonly { mode: CompareMode; label: 'compareOff' | 'split' | 'difference' }[] = [
  { mode: 'off', label: 'compareOff' },
  { mode: 'split', label: 'split' },
  { mode: 'difference', label: 'difference' },
];

/** Between what opens and the window's edge, in CSS pixels. */
const GAP = 8;

/** Moves what stands above its button into the window; where that is lower than it, it scrolls. */
function keepInWindow(popover: HTMLElement): void {
  const { left, bottom } = popover.getBoundingClientRect();
  popover.style.maxHeight = `${bottom - GAP}px`;
  if (left < GAP) popover.style.translate = `${GAP - left}px`;
}

/** How the canvas shows things: a button among the tools, and what opens over it. */
export function ViewMenu(): ReactElement {
  const t = useText();
  const [open, setOpen] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLDivElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    if (popover.current) keepInWindow(popover.current);
  }, [open]);
  useEffect(() => {
    if (!open) return;
    const onDown = (event: Event): void => {
      if (!element.current?.contains(event.target as Node)) setOpen(false);
    };
    window.addEventListener('pointerdown', onDown, true);
    return () => window.removeEventListener('pointerdown', onDown, true);
  }, [open]);
  return (
    <div
      ref={element}
      className="view-menu"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        event.stopPropagation();
        setOpen(false);
        button.current?.focus();
      }}
    >
      <button
        ref={button}
        type="button"
        className="button compact"
        aria-label={t('view.title')}
        title={t('view.title')}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        <Icon name="sliders" />
      </button>
      {open && (
        <div ref={popover} id={id} className="view-popover" role="group" aria-label={t('view.title')}>
          <Switches />
          <FaintSlider />
          <CompareChoice />
        </div>
      )}
    </div>
  );
}

function Switches(): ReactElement {
  const { ui, stands } = useEditor();
  const t = useText();
  const snap = useUi((state) => state.snap);
  const depth = useUi((state) => state.depth);
  const regions = useUi((state) => state.regions);
  const outlines = useUi((state) => state.outlines);
  const rows = [
    [t('things.outlines'), undefined, outlines, (on: boolean) => ui.setState({ outlines: on })],
    [t('view.regions'), t('view.regionsHint'), regions, (on: boolean) => ui.setState({ regions: on })],
    [t('view.snap'), t('view.snapHint'), snap, (on: boolean) => ui.setState({ snap: on })],
    // A model that does not say where its things stand has nothing to be switched.
    ...(stands.size
      ? [[t('view.depth'), t('view.depthHint'), depth, (on: boolean) => ui.setState({ depth: on })] as const]
      : []),
  ] as const;
  return (
    <>
      {rows.map(([label, hint, on, set]) => (
        <label key={label} className="switch" title={hint}>
          <span>{label}</span>
          <input type="checkbox" checked={on} onChange={(event) => set(event.target.checked)} />
        </label>
      ))}
    </>
  );
}

/** From "every thing, the hidden ones too" to "what owns some of the picture". */
function FaintSlider(): ReactElement {
  const { ui } = useEditor();
  const t = useText();
  const faintest = useUi((state) => state.faintest);
  const id = useId();
  return (
    <div className="field">
      <div className="label-row">
        <label htmlFor={id}>{t('view.faint')}</label>
        <output htmlFor={id}>{Math.round(faintest * 100)} %</output>
      </div>
      <input
        id={id}
        type="range"
        min="0"
        max={FAINT}
        step="0.05"
        value={faintest}
        aria-describedby={`${id}-hint`}
        onChange={(event) => ui.setState({ faintest: Number(event.target.value) })}
      />
      <p id={`${id}-hint`} className="hint">
        {t('view.faintHint')}
      </p>
    </div>
  );
}

function CompareChoice(): ReactElement {
  const { ui } = useEditor();
  const t = useText();
  const compare = useUi((state) => state.compare);
  const name = useId();
  return (
    <fieldset className="segments-field">
      <legend>{t('view.compare')}</legend>
      <div className="segments">
        {MODES.map(({ mode, label }) => (
          <label key={mode}>
            <input
              type="radio"
              name={name}
              checked={compare === mode}
              onChange={() => ui.setState({ compare: mode })}
            />
            {t(`view.${label}`)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
