/** One page in the engine of the project that runs, on a host of its own that can go away. */
import { findChromium } from '../../../../scripts/setup/chromium.mjs';
import { findFirefox, findWebkit } from '../../../../scripts/setup/other-engines.mjs';
import { test as base } from '../fixtures';
import { type StaticHost, hostFolder } from '../static-server';
import { driveChromium } from './chromium-driver';
import type { Driver } from './driver';
import { driveFirefox } from './firefox-driver';
import { JourneyPage } from './journey-page';
import { driveWebkit } from './webkit-driver';

export type EngineName = 'chromium' | 'firefox' | 'webkit';

interface Engines {
  readonly engine: EngineName;
  readonly site: StaticHost;
  readonly journey: JourneyPage;
}

/** How each engine is driven; null where it is not installed. */
const ENGINES: Readonly<Record<EngineName, () => (() => Promise<Driver>) | null>> = {
  chromium: () => started(findChromium(), driveChromium),
  firefox: () => started(findFirefox(), driveFirefox),
  webkit: () => started(findWebkit(), driveWebkit),
};

function started<Found>(
  found: Found | null,
  drive: (found: Found) => Promise<Driver>,
): (() => Promise<Driver>) | null {
  return found && (() => drive(found));
}

const timeout = 240_000;
const WIDE = [1280, 800] as const;

export const test = base.extend<object, Engines>({
  engine: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use, { project }) => use(project.name as EngineName),
    { scope: 'worker' },
  ],
  site: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const host = await hostFolder('dist', '/', true);
      await use(host);
      await host.close();
    },
    { scope: 'worker' },
  ],
  journey: [
    async ({ engine, site, move }, provide) => {
      const drive = ENGINES[engine]();
      if (!drive) throw new Error(`There is no ${engine} to test in.`);
      const driver = await drive();
      try {
        await driver.resize(...WIDE);
        const journey = new JourneyPage(driver);
        await journey.open(`${site.url}?seed=${move.scene.seed}`);
        await provide(journey);
      } finally {
        await driver.close();
      }
    },
    { scope: 'worker', timeout },
  ],
});

/** Whether the journeys can run in an engine on this machine. */
export const isInstalled = (engine: EngineName): boolean => ENGINES[engine]() !== null;
