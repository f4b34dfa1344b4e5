import { type ReactElement, useEffect, useId, useState } from 'react';
import { useStore } from 'zustand';
import { Modal, causeText, useNarrow, useText } from '../editor';
import { type Limit, PROVIDER_IDS, type ProviderChoice } from '../engine';
import { engineChoices } from './engine-choices';
import type { Session } from './session';
import { webglOffer } from './webgl-offer';

type Text = ReturnType<typeof useText>;

function limitText(t: Text, { code, provider, detail, milliseconds }: Limit): string {
  return t(`engine.limits.${code}`, {
    provider: provider ? t(`engine.names.${provider}`) : '',
    detail: detail ? causeText(t, detail) : '',
    own: Math.round(milliseconds?.own ?? 0),
    best: Math.round(milliseconds?.best ?? 0),
  });
}

/** In the status bar: on what it is drawn, how long it took, and why on nothing faster. Opens the choice, which has the details. */
export function EngineStatus({ session }: { session: Session }): ReactElement | null {
  const t = useText();
  const { model, drawnIn, recovering } = useStore(session.state);
  const [open, setOpen] = useState(false);
  const narrow = useNarrow();
  if (!model) return null;
  const { provider, limits } = model.status;
  const place = t(provider === 'wasm' ? 'status.onProcessor' : 'status.onGraphics');
  const drawn = drawnIn === null ? place : t('status.drawn', { place, ms: Math.round(drawnIn) });
  // One is enough here; the dialog has them all. One thread slows down whatever runs.
  const told = limits.find(({ code }) => code === 'oneThread' || code === 'plainHttp') ?? limits[0];
  return (
    <>
      {narrow ? (
        // Too low for a fingertip: on a phone the choice is in the settings alone.
        <span className="engine-status">{drawn}</span>
      ) : (
        <button type="button" className="engine-status" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          {drawn}
          {told && <span className="limit"> · {limitText(t, told)}</span>}
        </button>
      )}
      {recovering && (
        <span className="recovering" role="status">
          {t('engine.recovering')}
        </span>
      )}
      {open && (
        <Modal title={t('engine.title')} onClose={() => setOpen(false)}>
          <EngineSetting session={session} />
        </Modal>
      )}
    </>
  );
}

/** The choice of what draws, with every reason why something faster does not. */
export function EngineSetting({ session }: { session: Session }): ReactElement {
  const t = useText();
  const id = useId();
  const choice = useStore(engineChoices, (choices) => choices.provider);
  const status = useStore(session.state, (state) => state.model?.status);
  const webgl = useStore(webglOffer);
  const { test } = webgl;
  useEffect(() => void test(), [test]);
  const all: readonly ProviderChoice[] = ['auto', ...PROVIDER_IDS];
  // What was chosen on another day stays to be seen, though it may not draw now.
  const choices = all.filter((name) => name !== 'webgl' || webgl.state === 'offered' || name === choice);
  const lines = (status?.limits ?? []).map((limit) => limitText(t, limit));
  // Of what a person picked nobody knows whether it is the fastest.
  if (status && !lines.length && choice === 'auto') lines.push(t('engine.fastest'));
  if (webgl.state === 'testing') lines.push(t('engine.webglTesting'));
  if (webgl.software) lines.push(t('engine.webglSlow'));
  if (webgl.limit) lines.push(limitText(t, webgl.limit));
  if (status)
    lines.unshift(
      t('engine.drawsWith', {
        provider: t(`engine.names.${status.provider}`),
        threads: t('status.threads', { count: status.threads }),
      }),
    );
  return (
    <div className="field">
      <label htmlFor={id}>{t('engine.provider')}</label>
      <select
        id={id}
        value={choice}
        onChange={(event) => void session.choose(event.target.value as ProviderChoice)}
      >
        {choices.map((name) => (
          <option key={name} value={name} disabled={name === 'webgl' && webgl.state !== 'offered'}>
            {t(`engine.providers.${name}`)}
          </option>
        ))}
      </select>
      {status &&
        // The engine and the test may have the same to say.
        [...new Set(lines)].map((line) => (
          <p key={line} className="hint">
            {line}
          </p>
        ))}
    </div>
  );
}
