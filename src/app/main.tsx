import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { randomSeed } from '../blobgan';
import { App } from './App';
import { applyPreferences } from './appearance';
import { isolate } from './isolation/isolate';
import { workOffline } from './offline/register';
import { Shell } from './shell';
import { PageSharing } from './sharing/page-sharing';
import './theme.css';
import './forced-colors.css';

/** The room that a first visit opens on: a furnished one, chosen by eye. */
const FIRST_SEED = 53;

/** `?seed=12` opens that room; `?seed=random` another one at each visit. */
function firstSeed(): number {
  const asked = new URLSearchParams(location.search).get('seed');
  if (asked === 'random') return randomSeed();
  const seed = Number(asked ?? FIRST_SEED);
  return Number.isSafeInteger(seed) && seed >= 0 ? seed : FIRST_SEED;
}

/** The first picture is not kept waiting by what is fetched for the next visit (milliseconds after it). */
const OFFLINE_AFTER = 5_000;

/** Once the first room is there, everything is kept that the page needs with the network off. */
function keepPage(shell: Shell, sharing: PageSharing): void {
  const { state } = shell.state.getState().session;
  const unsubscribe = state.subscribe(({ drawnIn }) => {
    if (drawnIn === null) return;
    unsubscribe();
    setTimeout(() => {
      void workOffline((takeOver) =>
        sharing.say({ key: 'update', action: { key: 'reload', run: takeOver } }),
      ).catch(() => undefined);
    }, OFFLINE_AFTER);
  });
}

async function begin(): Promise<void> {
  applyPreferences();
  const sharing: PageSharing = new PageSharing(() => shell, firstSeed);
  const shell: Shell = new Shell(sharing.first, await sharing.wantedModel());
  sharing.attach(shell.state.getState().session);
  shell.state.subscribe(({ session }) => sharing.attach(session));
  keepPage(shell, sharing);
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <App shell={shell} sharing={sharing} />
    </StrictMode>,
  );
}

// A page that is about to be reloaded begins nothing.
if (!(await isolate())) await begin();
