import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { randomSeed } from '../blobgan';
import { App } from './App';
import { applyPreferences } from './appearance';
import { isolate } from './isolation/isolate';
import { Shell } from './shell';
import { PageTravel } from './travel/travel';
import './theme.css';

/** The room that a first visit opens on: a furnished one, chosen by eye. */
const FIRST_SEED = 7;

/** `?seed=12` opens that room; `?seed=random` another one at each visit. */
function firstSeed(): number {
  const asked = new URLSearchParams(location.search).get('seed');
  if (asked === 'random') return randomSeed();
  const seed = Number(asked ?? FIRST_SEED);
  return Number.isSafeInteger(seed) && seed >= 0 ? seed : FIRST_SEED;
}

async function begin(): Promise<void> {
  applyPreferences();
  const travel: PageTravel = new PageTravel(() => shell, firstSeed);
  const shell: Shell = new Shell(travel.first, await travel.wantedModel());
  travel.attach(shell.state.getState().session);
  shell.state.subscribe(({ session }) => travel.attach(session));

  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <App shell={shell} travel={travel} />
    </StrictMode>,
  );
}

// A page that is about to be reloaded begins nothing.
if (!(await isolate())) await begin();
