import type { ReactElement } from 'react';
import { actionNamed } from '../actions/actions';
import { useEditor, useScene } from '../context';
import { Icon, type IconName } from '../icons';

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** How a shortcut is written for people. */
export function writtenKeys(keys: string): string {
  return keys
    .split('+')
    .map((key) => (key === 'Mod' ? (isMac ? '⌘' : 'Ctrl') : key.length === 1 ? key.toUpperCase() : key))
    .join(isMac ? ' ' : '+');
}

/** A button of an action: its label, its shortcut and whether it can be used come from the table. */
export function ActionButton({
  id,
  icon,
  primary = false,
  compact = false,
}: {
  id: string;
  icon: IconName;
  primary?: boolean;
  compact?: boolean;
}): ReactElement {
  const { store, openSeed } = useEditor();
  const action = actionNamed(id);
  const enabled = useScene((state) => action.enabled({ state, openSeed }));
  const keys = action.keys[0];
  return (
    <button
      type="button"
      className={`button${primary ? ' primary' : ''}${compact ? ' compact' : ''}`}
      title={keys ? `${action.label} (${writtenKeys(keys)})` : action.label}
      aria-label={action.label}
      disabled={!enabled}
      onClick={() => action.run({ state: store.getState(), openSeed })}
    >
      <Icon name={icon} />
      {!compact && <span>{action.label}</span>}
    </button>
  );
}
