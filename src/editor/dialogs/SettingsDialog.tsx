import type { ReactElement, ReactNode } from 'react';
import { useEditor } from '../context';
import { LANGUAGES, type Language, useText } from '../i18n';
import { Segmented } from '../panels/Segmented';
import { THEMES, preferences, usePreferences } from '../preferences';
import { Modal } from './Modal';

/** @param children rows of the page's own, as `SettingsRow`s */
export function SettingsDialog({ children }: { children: ReactNode }): ReactElement {
  const { ui } = useEditor();
  const t = useText();
  const theme = usePreferences((state) => state.theme);
  const language = usePreferences((state) => state.language);
  return (
    <Modal title={t('settings.title')} className="settings" onClose={() => ui.setState({ dialog: null })}>
      <SettingsRow title={t('settings.theme')}>
        <Segmented
          label={t('settings.theme')}
          value={theme}
          choices={THEMES.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
          onChoose={(chosen) => preferences.setState({ theme: chosen })}
        />
      </SettingsRow>
      <SettingsRow title={t('settings.language')}>
        <Segmented
          label={t('settings.language')}
          value={language}
          choices={[
            { value: 'system' as const, label: t('settings.systemLanguage') },
            ...(Object.keys(LANGUAGES) as Language[]).map((value) => ({
              value,
              label: <span lang={value}>{LANGUAGES[value]}</span>,
            })),
          ]}
          onChoose={(chosen) => preferences.setState({ language: chosen })}
        />
      </SettingsRow>
      {children}
    </Modal>
  );
}

/** One setting: its name, and what chooses it. */
function SettingsRow({ title, children }: { title: string; children: ReactNode }): ReactElement {
  return (
    <div className="settings-row">
      <h3>{title}</h3>
      {children}
    </div>
  );
}
