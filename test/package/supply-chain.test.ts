/** What is installed beside adreach: nothing without a known licence or a hash, and nothing that runs when it is installed. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, test } from '@jest/globals';

interface Locked {
  readonly version: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
  readonly devDependencies?: Record<string, string>;
}
interface Lock {
  readonly packages: Readonly<Record<string, Locked>>;
}

const shell = process.platform === 'win32';
const lockOf = (text: string) => JSON.parse(text) as Lock;
const { packages } = lockOf(readFileSync('package-lock.json', 'utf8'));
const others = Object.entries(packages).filter(([path]) => path !== '');
const running = others.filter(([, { dev }]) => dev !== true);
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Of what is handed on with adreach, or fetched for it. */
const RUNNING_LICENCES = new Set(['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD']);
/** Of what tests and builds it; nothing of that is handed on. */
const TOOL_LICENCES = new Set([
  ...RUNNING_LICENCES,
  'Apache-2.0 AND MIT',
  'BlueOak-1.0.0',
  'CC-BY-4.0',
  'CC0-1.0',
  'MIT OR Apache-2.0',
  'Python-2.0',
  'Unlicense',
  '(MIT OR CC0-1.0)',
]);
/**
 * Tools under MPL-2.0, by name: it asks whoever hands on its files for their source, and nothing of these is handed on, neither in
 * the package nor in the page that it writes (the one checks pages in tests, the other is what vite brings along for styles).
 */
const MPL_TOOLS = /^(axe-core|lightningcss(-[a-z0-9-]+)?)$/;
/** Packages for building whose code becomes a part of the page, and so is handed on. */
const IN_THE_PAGE = ['preact', 'd3-hierarchy', '@tanstack/virtual-core'];

test('every package has a licence that goes with that of adreach', () => {
  const without = (from: typeof others, licences: ReadonlySet<string>) =>
    from.filter(([, { license }]) => !licences.has(license ?? '')).map(([path, { license }]) => [path, license]);
  const inThePage = others.filter(([path]) => IN_THE_PAGE.includes(nameOf(path)));
  const tools = others.filter(([path, { dev }]) => dev !== true || !MPL_TOOLS.test(nameOf(path)));
  const mpl = others.filter(([path]) => MPL_TOOLS.test(nameOf(path)));
  expect(running.length).toBeGreaterThan(5);
  expect(inThePage.length).toBeGreaterThanOrEqual(IN_THE_PAGE.length);
  expect(without(running, RUNNING_LICENCES)).toEqual([]);
  expect(without(inThePage, RUNNING_LICENCES)).toEqual([]);
  expect(without(tools, TOOL_LICENCES)).toEqual([]);
  expect(without(mpl, new Set(['MPL-2.0']))).toEqual([]);
});

test('every package is known by its hash, and none of those that run does anything when it is installed', () => {
  expect(others.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? '')).map(([path]) => path)).toEqual([]);
  expect(running.filter(([, each]) => each.hasInstallScript).map(([path]) => path)).toEqual([]);
});

test('the lock travels with the package: what runs, as it was tested', () => {
  const folder = mkdtempSync(join(tmpdir(), 'adreach-lock-'));
  try {
    // Not in the checkout, where what `npm pack` writes for a moment would count.
    copyFileSync('package-lock.json', join(folder, 'package-lock.json'));
    const script = join(process.cwd(), 'scripts/shrinkwrap.mjs');
    execFileSync(process.execPath, [script], { cwd: folder });
    const shrinkwrap = lockOf(readFileSync(join(folder, 'npm-shrinkwrap.json'), 'utf8'));
    expect(Object.keys(shrinkwrap.packages)).toEqual(['', ...running.map(([path]) => path)]);
    for (const [path, locked] of running) expect(shrinkwrap.packages[path]).toEqual(locked);
    expect(shrinkwrap.packages['']!.devDependencies).toBeUndefined();
    execFileSync(process.execPath, [script, '--remove'], { cwd: folder });
    expect(existsSync(join(folder, 'npm-shrinkwrap.json'))).toBe(false);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the bill of materials names what runs, with versions', () => {
  const printed = execFileSync('npm', ['run', '--silent', 'sbom'], { encoding: 'utf8', shell });
  const bill = JSON.parse(printed) as {
    readonly bomFormat: string;
    readonly components: readonly { readonly group?: string; readonly name: string; readonly version: string }[];
  };
  expect(bill.bomFormat).toBe('CycloneDX');
  const named = bill.components.map(({ name, version }) => `${basename(name)} ${version}`);
  expect(named.sort()).toEqual(running.map(([path, { version }]) => `${basename(nameOf(path))} ${version}`).sort());
});
