/** What a person wants to draw with, kept in this browser. */
import { PROVIDER_IDS, type ProviderChoice } from '../engine';

const KEY = 'blobroom.provider';

export function savedChoice(): ProviderChoice {
  try {
    const saved = localStorage.getItem(KEY);
    return PROVIDER_IDS.find((id) => id === saved) ?? 'auto';
  } catch {
    // A browser that keeps nothing for this page.
    return 'auto';
  }
}

export function saveChoice(choice: ProviderChoice): void {
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // It holds until the page is left.
  }
}
