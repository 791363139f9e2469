/** Which browser prints: a Chromium or one made from it, as it is installed. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, sep } from 'node:path';
import { AdreachError } from '../../errors/index.js';

/** The variable that names one. */
export const BROWSER_VARIABLE = 'ADREACH_CHROMIUM';

const NAMES = [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
  ...['microsoft-edge', 'microsoft-edge-stable', 'msedge'],
];

const APPLICATIONS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const PROGRAMS = [
  'Google/Chrome/Application/chrome.exe',
  'Chromium/Application/chrome.exe',
  'Microsoft/Edge/Application/msedge.exe',
];

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @param named what the user named: a path, or a name on the search path
 * @returns the path of an executable file
 * @throws AdreachError `not-found`
 */
export async function findBrowser(
  named: string | undefined,
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): Promise<string> {
  const variable = env[BROWSER_VARIABLE] || undefined;
  const wanted = named ?? variable;
  if (wanted !== undefined) {
    const found = /[\\/]/.test(wanted)
      ? await firstExecutable([wanted])
      : await firstExecutable(onPath([wanted], env, platform));
    if (found !== null) return found;
    const by = named === undefined ? BROWSER_VARIABLE : '--browser';
    throw new AdreachError(
      'not-found',
      `there is no program ${wanted} (${by})`,
      'name the executable of a Chromium or Chrome',
    );
  }
  const found = await firstExecutable([...onPath(NAMES, env, platform), ...wellKnown(env, platform)]);
  if (found !== null) return found;
  const places = platform === 'darwin' || platform === 'win32' ? ', and in the usual places' : '';
  throw new AdreachError(
    'not-found',
    `no browser was found to print the PDF with: looked for ${NAMES.join(', ')} on the PATH${places}`,
    `install Chromium or Chrome, or name one with --browser PATH or ${BROWSER_VARIABLE}; --format html needs none`,
  );
}

/** Relative entries of the search path are passed over: what lies in the working folder is not run. */
function onPath(names: readonly string[], env: Environment, platform: NodeJS.Platform): readonly string[] {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  const file = (name: string) => (platform === 'win32' && !/\.exe$/i.test(name) ? `${name}.exe` : name);
  return names.flatMap((name) => folders.map((folder) => join(folder, file(name))));
}

function wellKnown(env: Environment, platform: NodeJS.Platform): readonly string[] {
  if (platform === 'darwin') {
    const folders = ['/Applications', ...(env['HOME'] ? [join(env['HOME'], 'Applications')] : [])];
    return folders.flatMap((folder) => APPLICATIONS.map((name) => join(folder, `${name}.app/Contents/MacOS/${name}`)));
  }
  if (platform !== 'win32') return [];
  const folders = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((name) => env[name] ?? []);
  return folders.flatMap((folder) => PROGRAMS.map((program) => join(folder, program.split('/').join(sep))));
}

async function firstExecutable(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    const file = await stat(path).catch(() => null);
    if (!file?.isFile()) continue;
    const executable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (executable) return path;
  }
  return null;
}
