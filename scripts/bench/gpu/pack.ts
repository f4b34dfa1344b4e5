/**
 * A folder with all that `run.py` needs on a machine with a graphics card and python3 alone: `npx tsx scripts/bench/gpu/pack.ts`.
 * Chromium without a window and the libraries that it loads (Debian's), the built editor and the page that measures, in parts that travel one
 * after the other. Models and golden files are read from the checkout that travels with it.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, linkSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';

const PAGE = path.resolve(import.meta.dirname, 'page');
const PACKAGES = ['chromium-headless-shell', 'chromium-common'];
/** Without any Chromium ends where the first letter is to be drawn. */
const FONTS = ['fonts-dejavu-core'];
/** What loads a graphics driver; the driver itself is the machine's. */
const LOADERS = ['libvulkan1', 'libegl1', 'libglvnd0', 'libgl1', 'libglx0', 'libgles2', 'libopengl0'];
/** The machine's own: another glibc would not fit its kernel's loader. */
const OWN = /^(ld-linux|libc|libm|libdl|libpthread|librt|libresolv|libutil)[-.]/;
/** Of Chromium's files: what checks Vulkan's callers, and what a browser with windows shows. */
const UNUSED = ['libVkLayer_khronos_validation.so', '/resources.pak', '_percent.pak', '/locales'];
const PART_BYTES = 30 * 2 ** 20;

const { values } = parseArgs({ options: { out: { type: 'string', default: 'gpu-pack' } } });

const run = (command: string, args: readonly string[], cwd?: string): string =>
  execFileSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 26 });

/** Unpacks Debian's packages. @returns the folder they lie in */
function unpacked(names: readonly string[], into: string): string {
  const debs = mkdtempSync(path.join(tmpdir(), 'gpu-debs-'));
  run('apt-get', ['-q', '-o', 'APT::Sandbox::User=root', 'download', ...names], debs);
  for (const deb of readdirSync(debs)) run('dpkg-deb', ['-x', path.join(debs, deb), into]);
  rmSync(debs, { recursive: true });
  return into;
}

/** Copies the libraries that programs load, but for those of every machine. */
function copyLibraries(programs: readonly string[], into: string, also: readonly string[]): void {
  const search = also.join(':');
  for (const program of programs) {
    const lines = execFileSync('ldd', [program], {
      encoding: 'utf8',
      env: { ...process.env, LD_LIBRARY_PATH: search },
    }).split('\n');
    for (const line of lines) {
      const [, name, file] = /^\s*(\S+) => (\S+|not found)/.exec(line) ?? [];
      if (!name || !file || OWN.test(name)) continue;
      if (file.startsWith('not')) throw new Error(`${name} is missing here: install Debian's chromium, and pack again.`);
      if (path.dirname(file) !== into) cpSync(file, path.join(into, name), { dereference: true });
    }
  }
}

const folder = mkdtempSync(path.join(tmpdir(), 'gpu-pack-'));
const site = path.join(folder, 'site');
console.log('building the editor and the page');
run('npx', ['vite', 'build', '--logLevel', 'error', '--outDir', site, '--emptyOutDir']);
rmSync(path.join(site, 'models'), { recursive: true });
await build({
  configFile: false,
  root: PAGE,
  base: './',
  logLevel: 'error',
  worker: { format: 'es' },
  build: { outDir: path.join(site, 'bench'), emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 10_000 },
});

// Both have the runtimes, which are the most of them: a link is packed as one.
for (const name of readdirSync(path.join(site, 'bench/assets'))) {
  const twin = path.join(site, 'assets', name);
  if (!existsSync(twin)) continue;
  rmSync(path.join(site, 'bench/assets', name));
  linkSync(twin, path.join(site, 'bench/assets', name));
}

console.log('Chromium and its libraries');
const debian = unpacked([...PACKAGES, ...LOADERS, ...FONTS], mkdtempSync(path.join(tmpdir(), 'gpu-debian-')));
const chromium = path.join(debian, 'usr/lib/chromium');
const libraries = path.join(debian, 'usr/lib/x86_64-linux-gnu');
cpSync(chromium, path.join(folder, 'chromium'), {
  recursive: true,
  filter: (file) => !UNUSED.some((name) => file.endsWith(name)),
});
cpSync(path.join(debian, 'usr/share/fonts/truetype'), path.join(folder, 'fonts'), { recursive: true });
const lib = path.join(folder, 'lib');
mkdirSync(lib);
for (const name of readdirSync(libraries).filter((file) => /\.so\.\d+$/.test(file)))
  cpSync(path.join(libraries, name), path.join(lib, name), { dereference: true });
const shell = readdirSync(chromium).find((name) => name.includes('headless') && !name.includes('.'));
if (!shell) throw new Error(`There is no headless shell in Debian's package: ${readdirSync(chromium).join(', ')}`);
writeFileSync(path.join(folder, 'program'), shell);
copyLibraries(
  [path.join(chromium, shell), ...readdirSync(lib).map((name) => path.join(lib, name))],
  lib,
  [lib],
);

console.log('packing');
const archive = path.join(tmpdir(), 'gpu-pack.tar.xz');
run('tar', ['--create', '--xz', `--file=${archive}`, `--directory=${folder}`, '.']);
rmSync(values.out, { recursive: true, force: true });
const bytes = readFileSync(archive);
for (let part = 0; part * PART_BYTES < bytes.length; part++) {
  const at = path.join(values.out, String(part + 1));
  mkdirSync(at, { recursive: true });
  writeFileSync(path.join(at, 'part'), bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES));
}
for (const made of [archive, folder, debian]) rmSync(made, { recursive: true });
const parts = readdirSync(values.out).length;
console.log(`${values.out}: ${(bytes.length / 2 ** 20).toFixed(1)} MiB in ${parts} parts`);
