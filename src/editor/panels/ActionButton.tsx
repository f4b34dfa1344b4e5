import { type ReactElement, memo } from 'react';
import { type Action, actionNamed, runAction } from '../actions/actions';
import { useActionContext, useEnabled, useRefusal } from '../context';
import { type Texts, useText } from '../i18n';
import { Icon, type IconName } from '../icons';
import { isMac } from '../platform';

const mac = isMac();
const WRITTEN: Readonly<Record<string, string>> = {
  Mod: mac ? '⌘' : 'Ctrl',
  Alt: mac ? '⌥' : 'Alt',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ...(mac && { Shift: '⇧' }),
};

/** Keys that have another name on keyboards of another language. */
const NAMED: Readonly<Record<string, keyof Texts['keys']>> = {
  Shift: 'shift',
  Delete: 'delete',
  Backspace: 'backspace',
  Escape: 'escape',
};

/** How a shortcut is written for people. */
export function writtenKeys(t: ReturnType<typeof useText>, keys: string): string {
  return keys
    .split('+')
    .map((key) => {
      const name = NAMED[key];
      return WRITTEN[key] ?? (name ? t(`keys.${name}`) : key.length === 1 ? key.toUpperCase() : key);
    })
    .join(mac ? ' ' : '+');
}

/** @param name the action's name in the person's language */
function titleOf(t: ReturnType<typeof useText>, name: string, { keys }: Action): string {
  return keys[0] ? `${name} (${writtenKeys(t, keys[0])})` : name;
}

/** A button of an action: its label, its icon, its shortcut and whether it can be used come from the table. */
export const ActionButton = memo(function ActionButton({
  id,
  primary = false,
  compact = false,
  inMenu = false,
  pressed,
  icon,
  word,
}: {
  id: string;
  primary?: boolean;
  compact?: boolean;
  /** In a menu its keys stand beside its name. */
  inMenu?: boolean;
  pressed?: boolean;
  /** In the place of the action's own. */
  icon?: IconName;
  /** A shorter name, where there is little room. */
  word?: string;
}): ReactElement {
  const contextNow = useActionContext();
  const action = actionNamed(id);
  const t = useText();
  const name = t(`actions.${action.label}`);
  const enabled = useEnabled(action);
  const refusal = useRefusal(action);
  const shownIcon = icon ?? action.icon;
  return (
    <button
      type="button"
      className={`button${primary ? ' primary' : ''}${compact ? ' compact' : ''}`}
      title={refusal ? `${titleOf(t, name, action)}\n${t(`refusals.${refusal}`)}` : titleOf(t, name, action)}
      aria-label={word ?? name}
      aria-pressed={pressed}
      disabled={!enabled}
      onClick={() => runAction(action, contextNow)}
    >
      {shownIcon && <Icon name={shownIcon} />}
      {!compact && <span>{word ?? name}</span>}
      {inMenu && action.keys[0] && <kbd aria-hidden="true">{writtenKeys(t, action.keys[0])}</kbd>}
    </button>
  );
});
