/** The dialog of models as a person uses it, and what it leaves on the device. */
import { readFile } from 'node:fs/promises';
import { type Locator, type Page, expect } from '@playwright/test';

export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export async function fileOf(path: string, name = path.split('/').at(-1)!): Promise<NamedBytes> {
  return { name, bytes: await readFile(path) };
}

export class ModelsPage {
  readonly dialog: Locator;
  readonly rows: Locator;
  readonly progress: Locator;
  readonly failure: Locator;

  constructor(readonly page: Page) {
    this.dialog = page.getByRole('dialog', { name: 'Models' });
    this.rows = this.dialog.getByRole('listitem');
    this.progress = this.dialog.getByRole('progressbar');
    this.failure = this.dialog.getByRole('alert');
  }

  async show(): Promise<void> {
    await this.page.getByRole('button', { name: 'Models' }).click();
    await expect(this.dialog).toBeVisible();
  }

  /** Chooses files as the file chooser would. */
  async choose(...files: readonly NamedBytes[]): Promise<void> {
    await this.page.getByTestId('checkpoint-input').setInputFiles(
      files.map(({ name, bytes }) => ({
        name,
        mimeType: 'application/octet-stream',
        buffer: Buffer.from(bytes),
      })),
    );
  }

  /** Drops files on the page. */
  async drop(...files: readonly NamedBytes[]): Promise<void> {
    const contents = files.map(({ name, bytes }) => ({
      name,
      base64: Buffer.from(bytes).toString('base64'),
    }));
    const dataTransfer = await this.page.evaluateHandle((list) => {
      const transfer = new DataTransfer();
      for (const { name, base64 } of list) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        transfer.items.add(new File([bytes], name));
      }
      return transfer;
    }, contents);
    for (const type of ['dragenter', 'dragover', 'drop']) {
      await this.page.dispatchEvent('body', type, { dataTransfer });
    }
  }

  /**
   * Does something that opens another model, and waits for its first whole picture. Pictures are counted anew for
   * every model, so it is the status line that tells them apart.
   */
  async opensAfter(model: string, act: () => Promise<unknown>): Promise<void> {
    await act();
    const status = this.page.getByRole('contentinfo');
    await expect(status).toContainText(model, { timeout: 90_000 });
    await expect(this.page.getByTestId('picture')).toHaveAttribute('data-state', 'final', {
      timeout: 90_000,
    });
  }

  /** Paths of everything that models take on the device. */
  stored(): Promise<string[]> {
    return this.page.evaluate(async () => {
      const found: string[] = [];
      const walk = async (folder: FileSystemDirectoryHandle, path: string): Promise<void> => {
        for await (const [name, handle] of folder.entries()) {
          if (handle.kind === 'file') found.push(path + name);
          else await walk(handle as FileSystemDirectoryHandle, `${path}${name}/`);
        }
      };
      await walk(await navigator.storage.getDirectory(), '');
      return found.sort();
    });
  }
}
