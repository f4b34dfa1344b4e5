import type { Texts } from '../texts';
import * as commands from './commands';
import { faults, reasons } from './faults';
import * as interfaceTexts from './interface';
import * as looks from './looks';
import { names } from './names';
import { sharing, sharingActions } from './sharing';

/** No line breaks before French punctuation. */
function typeset<T extends object>(texts: T): T {
  const entries = Object.entries(texts).map(([key, text]: [string, string | object]) => [
    key,
    typeof text === 'string'
      ? text.replace(/ ([:;?!%»])/g, '\u202f$1').replaceAll('« ', '«\u202f')
      : typeset(text),
  ]);
  return Object.fromEntries(entries) as T;
}

export const fr: Texts = typeset({
  ...interfaceTexts,
  ...looks,
  ...commands,
  actions: { ...commands.actions, ...sharingActions },
  names,
  sharing,
  faults,
  reasons,
});
