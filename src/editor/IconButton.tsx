import type { ButtonHTMLAttributes, ReactElement } from 'react';
import { Icon, type IconName } from './icons';

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type' | 'aria-label'> {
  readonly icon: IconName;
  readonly label: string;
  /** Whether its label is also shown to whoever rests the pointer on it. */
  readonly hinted?: boolean;
  /** Seen only where the pointer is. */
  readonly quiet?: boolean;
}

/** A button that is an icon alone, named for whoever cannot see it. */
export function IconButton({
  icon,
  label,
  hinted = false,
  quiet = false,
  ...rest
}: IconButtonProps): ReactElement {
  return (
    <button
      type="button"
      className={`icon-button${quiet ? ' quiet' : ''}`}
      aria-label={label}
      title={hinted ? label : undefined}
      {...rest}
    >
      <Icon name={icon} />
    </button>
  );
}
