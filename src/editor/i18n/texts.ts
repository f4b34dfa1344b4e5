/** English is the source: every other language has exactly its keys, or the type check fails. */
import type { en } from './en';

type Widened<T> = { readonly [K in keyof T]: T[K] extends string ? string : Widened<T[K]> };

export type Texts = Widened<typeof en>;

/** Names a text of one group, for tables that are data: the language is chosen where they are shown. */
export type ActionName = keyof Texts['actions'];
export type GroupName = keyof Texts['groups'];
export type RefusalName = keyof Texts['refusals'];
