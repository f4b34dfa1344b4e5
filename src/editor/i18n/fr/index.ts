import type { Texts } from '../texts';
import * as commands from './commands';
import * as interfaceTexts from './interface';
import { names } from './names';
import { travel, travelActions } from './travel';

/** No line breaks before French punctuation. */
function typeset<T extends object>(texts: T): T {
  const entries = Object.entries(texts).map(([key, text]: [string, string | object]) => [
    key,
    typeof text === 'string'
      ? text.replace(/ ([:;?!%»])/g, '\u00a0$1').replaceAll('« ', '«\u00a0')
      : typeset(text),
  ]);
  return Object.fromEntries(entries) as T;
}

export const fr: Texts = typeset({
  ...interfaceTexts,
  ...commands,
  actions: { ...commands.actions, ...travelActions },
  names,
  travel,
});
