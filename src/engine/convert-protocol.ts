/** What the page and the converting worker say to each other. */
import type { Explanation } from '../faults';
import type { Manifest } from '../convert';

export interface ConvertRequest {
  readonly checkpoint: File;
  /** The published `*_mean_latent.pt`, when a person has it. */
  readonly meanLatent: File | null;
  /** The published `*_cherrypicked.pt`. */
  readonly picks: File | null;
  readonly name: string;
}

export type FromConverter =
  | { readonly type: 'progress'; readonly step: string; readonly fraction: number }
  | { readonly type: 'done'; readonly manifest: Manifest; readonly bytesRead: number }
  | { readonly type: 'failed'; readonly explanation: Explanation };
