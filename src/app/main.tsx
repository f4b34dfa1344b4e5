import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { randomSeed } from '../blobgan';
import { App } from './App';
import { applyPreferences } from './appearance';
import { isolate } from './isolation/isolate';
import { workOffline } from './offline/register';
import { Shell } from './shell';
import { PageTravel } from './travel/travel';
import './theme.css';

/** The room that a first visit opens on: a furnished one, chosen by eye. */
const FIRST_SEED = 34;

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
function keepPage(shell: Shell, travel: PageTravel): void {
  const { state } = shell.state.getState().session;
  const unsubscribe = state.subscribe(({ drawnIn }) => {
    if (drawnIn === null) return;
    unsubscribe();
    setTimeout(() => {
      void workOffline((takeOver) =>
        travel.say({ key: 'update', action: { key: 'reload', run: takeOver } }),
      ).catch(() => undefined);
    }, OFFLINE_AFTER);
  });
}

async function begin(): Promise<void> {
  applyPreferences();
  const travel: PageTravel = new PageTravel(() => shell, firstSeed);
  const shell: Shell = new Shell(travel.first, await travel.wantedModel());
  travel.attach(shell.state.getState().session);
  shell.state.subscribe(({ session }) => travel.attach(session));
  keepPage(shell, travel);
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <App shell={shell} travel={travel} />
    </StrictMode>,
  );
}

// A page that is about to be reloaded begins nothing.
if (!(await isolate())) await begin();
