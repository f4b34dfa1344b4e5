import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { takesVersion } from '../../../scripts/setup/install.mjs';

const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

describe('versions of Node', () => {
  it.each([
    ['^20.19.0 || >=24', '20.18.9', false],
    ['^20.19.0 || >=24', '20.19.0', true],
    ['^20.19.0 || >=24', '21.0.0', false],
    ['^20.19.0 || >=24', '24.0.0', true],
    ['>= 14.6', '14.5.9', false],
    ['18 || 20', '20.7.1', true],
    ['*', '20.7.1', true],
    ['6.* || >= 10.*', '9.7.1', false],
    ['6.* || >= 10.*', '20.7.1', true],
  ])('%s takes %s: %s', (range, version, takes) => {
    expect(takesVersion(range, version)).toBe(takes);
  });

  it('refuses a range that it does not understand', () => {
    expect(() => takesVersion('~20.1', '20.1.0')).toThrow(/no range/);
  });

  it('that are taken are exactly those that every package of the lockfile takes', () => {
    const { packages } = json('package-lock.json') as {
      packages: Record<string, { engines?: { node?: string } }>;
    };
    const { engines } = json('package.json') as { engines: { node: string } };
    const ranges = Object.entries(packages).flatMap(([name, { engines: of }]) => (name && of?.node) || []);
    expect(ranges.length).toBeGreaterThan(100);
    const versions = Array.from({ length: 11 * 30 }, (_, at) => `${18 + Math.floor(at / 30)}.${at % 30}.0`);
    for (const version of versions) {
      const all = ranges.every((range) => takesVersion(range, version));
      expect(takesVersion(engines.node, version), version).toBe(all);
    }
  });
});
