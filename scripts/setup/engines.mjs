/** Installs the browsers that the tests drive, where they are missing and this process may: `test.mjs` runs it beside its first steps. */
import { ensureChromium } from './chromium.mjs';
import { ensureOtherEngines } from './other-engines.mjs';

ensureChromium();
// A person can still test in the others; where CI is set the tests of one that is missing fail.
for (const missing of ensureOtherEngines()) console.log(missing);
