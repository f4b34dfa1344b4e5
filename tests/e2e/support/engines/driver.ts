/** What the journeys ask of a browser, whichever engine it has and whatever drives it. */

/** Pixels of the page, from its left top corner. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Driver {
  /** Leaves the page that there is, and waits until the document of this one is loaded. */
  open(address: string): Promise<void>;
  /** Runs a function in the page; it knows nothing but what it is given, and gives back what JSON can hold. */
  evaluate<Given, Result>(act: (given: Given) => Result | Promise<Result>, given: Given): Promise<Result>;
  /** Moves the mouse through some places. */
  move(...places: Place[]): Promise<void>;
  down(): Promise<void>;
  up(): Promise<void>;
  /** Presses a key, alone or with others: `Control+Shift+p`. */
  press(keys: string): Promise<void>;
  /** Keeps a key down while something is done. */
  holding(key: string, act: () => Promise<unknown>): Promise<void>;
  type(text: string): Promise<void>;
  /** Does what asks for files, and gives it one. */
  upload(act: () => Promise<unknown>, file: string): Promise<void>;
  /** Of the page, without what the browser has around it: so wide, or as narrow as its window can be. */
  resize(width: number, height: number): Promise<void>;
  close(): Promise<void>;
}
