import { useEffect } from 'react';

/** As long as something would be lost by it, the browser asks before the page is left or reloaded. */
export function useLeaveWarning(losesSomething: boolean): void {
  useEffect(() => {
    if (!losesSomething) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [losesSomething]);
}
