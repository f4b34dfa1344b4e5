/** The person's theme and language on the page, from the first picture on and whenever they are changed. */
import { type Preferences, i18n, languageOf, preferences } from '../editor';

function apply({ theme, language }: Preferences): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
  const spoken = language === 'system' ? languageOf(navigator.languages) : language;
  root.lang = spoken;
  if (i18n.language !== spoken) void i18n.changeLanguage(spoken);
  document.title = i18n.t('page.documentTitle');
}

export function applyPreferences(): void {
  apply(preferences.getState());
  preferences.subscribe(apply);
  window.addEventListener('languagechange', () => apply(preferences.getState()));
}
