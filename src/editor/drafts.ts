/**
 * What is being typed and is not in the document yet. A draft belongs to what it was typed for: before the document
 * or the selection changes from elsewhere, and before a command runs, it is taken there.
 */
import { useEffect, useState } from 'react';
import type { SceneActions, SceneStore } from '../scene';

interface Held {
  readonly owner: object;
  readonly take: () => void;
}

/** One field has the focus: there is one draft at most. */
let held: Held | null = null;

function hold(draft: Held): void {
  if (held?.owner !== draft.owner) flushDraft();
  held = draft;
}

function letGo(owner: object): void {
  if (held?.owner === owner) held = null;
}

/** Takes what is being typed to where it belongs. */
export function flushDraft(): void {
  const draft = held;
  // Taking it is an edit, before which drafts are flushed.
  held = null;
  draft?.take();
}

export const isDrafting = (): boolean => held !== null;

/** These go on with what has begun, or leave the document and the selection alone. */
const PASSIVE: ReadonlySet<string> = new Set<keyof SceneActions>(['update', 'commit', 'cancel']);

/** A store whose document and selection change only after what is being typed is in the document. */
export function flushingDrafts(store: SceneStore): SceneStore {
  const guarded = Object.entries(store.getState()).flatMap(([name, action]) =>
    typeof action === 'function' && !PASSIVE.has(name)
      ? [
          [
            name,
            (...given: unknown[]) => {
              flushDraft();
              return (action as (...given: unknown[]) => unknown)(...given);
            },
          ] as const,
        ]
      : [],
  );
  store.setState(Object.fromEntries(guarded));
  return store;
}

export interface Draft {
  /** What is typed so far, null when nothing is. */
  readonly text: string | null;
  readonly type: (text: string) => void;
  readonly take: () => void;
  readonly drop: () => void;
}

/**
 * The draft of a field.
 * @param onTake gets what was typed; the one of the time of typing is called, whatever the field shows by then
 */
export function useDraft(onTake: (text: string) => void): Draft {
  const [text, setText] = useState<string | null>(null);
  const [owner] = useState(() => ({}));
  // A field that goes away takes its draft to where it belongs.
  useEffect(
    () => () => {
      if (held?.owner === owner) flushDraft();
    },
    [owner],
  );
  return {
    text,
    type: (typed) => {
      setText(typed);
      hold({
        owner,
        take: () => {
          setText(null);
          onTake(typed);
        },
      });
    },
    take: () => {
      if (held?.owner === owner) flushDraft();
    },
    drop: () => {
      setText(null);
      letGo(owner);
    },
  };
}
