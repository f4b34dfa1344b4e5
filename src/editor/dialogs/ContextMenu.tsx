import { type ReactElement, useEffect, useLayoutEffect, useRef } from 'react';
import { type Action, actionNamed, runAction } from '../actions/actions';
import { useActionContext, useEditor, useUi } from '../context';
import { useText } from '../i18n';
import { writtenKeys } from '../panels/ActionButton';

/** Between the menu and the window's edge, in CSS pixels; `.menu` has the same. */
const GAP = 8;

const ON_SELECTION = [
  ['duplicate', 'copy', 'paste', 'delete'],
  ['copy-style', 'paste-style'],
  ['front', 'forward', 'backward', 'back'],
  ['group', 'ungroup', 'toggle-hidden', 'toggle-locked'],
];
const ON_NOTHING = [
  ['paste', 'select-all'],
  ['fit', 'outlines'],
  ['new-room', 'reset'],
];

/** The menu of a right click or a long press, made from the table of actions. */
export function ContextMenu(): ReactElement | null {
  const { ui } = useEditor();
  const menu = useUi((state) => state.menu);
  const t = useText();
  const contextNow = useActionContext();
  const element = useRef<HTMLDivElement>(null);
  const pressed = useRef(false);
  useLayoutEffect(() => {
    const { current } = element;
    if (!menu || !current) return;
    // As near to the pointer as the window lets the whole menu be; a menu that is taller than the window scrolls.
    const { width, height } = current.getBoundingClientRect();
    current.style.left = `${Math.max(GAP, Math.min(menu.x, innerWidth - width - GAP))}px`;
    current.style.top = `${Math.max(GAP, Math.min(menu.y, innerHeight - height - GAP))}px`;
  }, [menu]);
  useEffect(() => {
    if (!menu) return;
    pressed.current = false;
    element.current?.querySelector('button')?.focus();
    const close = (event: Event): void => {
      if (!element.current?.contains(event.target as Node)) ui.setState({ menu: null });
    };
    window.addEventListener('pointerdown', close);
    window.addEventListener('blur', close);
    return () => {
      window.removeEventListener('pointerdown', close);
      window.removeEventListener('blur', close);
    };
  }, [menu, ui]);
  if (!menu) return null;
  const context = contextNow();
  const groups = context.state.selection.size ? ON_SELECTION : ON_NOTHING;
  const close = (): void => {
    ui.setState({ menu: null });
    document.querySelector<HTMLElement>('.canvas')?.focus();
  };
  const refusalOf = (action: Action): string | undefined => {
    const refusal = action.refusal?.(context);
    return refusal ? t(`refusals.${refusal}`) : undefined;
  };
  const move = (step: number): void => {
    const items = [...(element.current?.querySelectorAll('button:not(:disabled)') ?? [])] as HTMLElement[];
    const at = items.indexOf(document.activeElement as HTMLElement);
    items[(at + step + items.length) % items.length]?.focus();
  };
  return (
    <div
      ref={element}
      className="menu"
      role="menu"
      style={{ left: menu.x, top: menu.y }}
      onPointerDown={() => (pressed.current = true)}
      // A finger that rested on the canvas until the menu came lies on its first command now. Lifted, it is a click to
      // the browser, of which the menu has seen no beginning; clicks of the keyboard count no presses.
      onClickCapture={(event) => {
        if (event.detail && !pressed.current) event.stopPropagation();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' || event.key === 'Tab') close();
        else if (event.key === 'ArrowDown') move(1);
        else if (event.key === 'ArrowUp') move(-1);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {groups.map((group) => (
        <div key={group[0]} role="group">
          {group.map(actionNamed).map((action) => (
            <button
              key={action.id}
              type="button"
              role="menuitem"
              disabled={!action.enabled(context)}
              title={refusalOf(action)}
              onClick={() => {
                close();
                runAction(action, contextNow);
              }}
            >
              <span>{t(`actions.${action.label}`)}</span>
              {action.keys[0] && <kbd>{writtenKeys(t, action.keys[0])}</kbd>}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}
