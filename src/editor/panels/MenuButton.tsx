import { type ButtonHTMLAttributes, type ReactElement, type ReactNode, useId, useRef } from 'react';

/**
 * A button, and the menu of commands that it opens; whatever is chosen closes it.
 * @param menu its rows
 * @param place puts the menu beside its button when it opens
 */
export function MenuButton({
  menu,
  menuClass = '',
  place,
  children,
  ...attributes
}: ButtonHTMLAttributes<HTMLButtonElement> & {
  menu: ReactNode;
  menuClass?: string;
  place: (menu: HTMLElement, button: HTMLElement) => void;
}): ReactElement {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button ref={button} type="button" popoverTarget={id} {...attributes}>
        {children}
      </button>
      <div
        id={id}
        popover="auto"
        className={`popover-menu ${menuClass}`}
        onClick={(event) => event.currentTarget.hidePopover()}
        onToggle={(event) => {
          if (button.current && event.newState === 'open') place(event.currentTarget, button.current);
        }}
      >
        {menu}
      </div>
    </>
  );
}
