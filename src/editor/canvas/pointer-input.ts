/** What the canvas tells of a pointer or a wheel: the DOM's events as data. */
import type { Point } from './geometry';

export interface PointerInput {
  readonly id: number;
  readonly type: 'mouse' | 'pen' | 'touch';
  /** 0 left, 1 middle, 2 right, as the DOM counts. */
  readonly button: number;
  /** All that are down, as the DOM adds them up: 1 left, 2 right, 4 middle. */
  readonly buttons?: number;
  /** On the canvas, in CSS pixels. */
  readonly at: Point;
  /** On the page, for the menu. */
  readonly page: Point;
  readonly shift: boolean;
  readonly alt: boolean;
  /** Ctrl, on a Mac Cmd. */
  readonly mod: boolean;
}

export interface WheelInput {
  readonly at: Point;
  readonly dx: number;
  readonly dy: number;
  /** Whether the deltas count lines, not pixels. */
  readonly lines: boolean;
  /** Ctrl or Cmd: zoom, not pan. */
  readonly zooms: boolean;
  readonly shift: boolean;
}
