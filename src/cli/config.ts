/** `adreach.config.yaml`: options that are not repeated on every command line (docs/configuration.md). */
import { lstatSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import type { Command, Option } from 'commander';
import { z } from 'zod';
import type { ManifestFile } from '../report/manifest/build.js';
import { checkYamlInput, readYamlInput, type YamlKind } from '../rules/yaml-input.js';
import { tell } from './diagnostics.js';
import type { NamedFile } from './keep-apart.js';

export interface ConfigFlags {
  /** False: none is wanted. */
  readonly config?: string | false;
}

/** Looked for in the working folder. */
export const CONFIG_NAME = 'adreach.config.yaml';

const KIND: YamlKind = {
  what: 'config file',
  hint: 'docs/configuration.md describes the file; "adreach schema config" prints its JSON Schema',
  mostBytes: 250_000,
};

/**
 * Options that say something about the command line itself, and the one that names a program: a file that lies in the working
 * folder does not choose what is run.
 */
const NOT_IN_FILE = ['config', 'help', 'version', 'browser'];

/** A config file that was used. */
export interface ConfigFile {
  readonly path: string;
  readonly sha256: string;
}

export function addConfigOptions(command: Command): Command {
  return command
    .option(
      '--config <file>',
      `options from this file (default: ${CONFIG_NAME} in the working folder, where there is one)`,
    )
    .option('--no-config', 'options from the command line only');
}

interface ConfigUse {
  /** The command whose options the file may hold: those that this command shares with it are taken. */
  readonly of?: () => Promise<Command>;
  /** Options of this command that are its own affair, whatever the file says of the other's. */
  readonly own?: readonly string[];
}

/**
 * Fills in the options of a command that its command line does not give, and says so on standard error.
 * @returns null where there is no config file
 * @throws AdreachError `file`; `rule` with the place in the file for what is no option, or no value of it
 */
export async function applyConfig(command: Command, use: ConfigUse = {}): Promise<ConfigFile | null> {
  const path = configPath(command.opts<ConfigFlags>());
  if (path === null) return null;
  const isQuiet = command.opts<{ readonly quiet?: boolean }>().quiet === true;
  const all = configOptions((await use.of?.()) ?? command);
  const input = readYamlInput(path, KIND);
  const given = checkYamlInput(input, KIND, configShape([...all.values()]), (at) =>
    at.length === 0 ? [...all.keys()] : [],
  );
  const here = configOptions(command);
  const used: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    const option = here.get(name);
    if (option === undefined || value === undefined || use.own?.includes(name)) continue;
    if (!isAlike(option, all.get(name)!) || isGiven(command, option)) continue;
    command.setOptionValueWithSource(option.attributeName(), parsedValue(option, value, dirname(path)), 'config');
    used.push(name);
  }
  // What lies in the working folder cannot keep silent about itself.
  if (isQuiet) return { path, sha256: input.sha256 };
  tell(
    used.length === 0 ? `Config file: ${path}, of which nothing is used` : `Config file: ${path} (${used.join(', ')})`,
  );
  return { path, sha256: input.sha256 };
}

/** The file, for the check that no output is an input. */
export function configFiles(config: ConfigFile | null): readonly NamedFile[] {
  return config === null ? [] : [{ is: 'the config file', path: config.path }];
}

/** The same for a manifest. */
export function configInputs(config: ConfigFile | null): readonly ManifestFile[] {
  return config === null ? [] : [{ kind: 'config', name: config.path, path: config.path, sha256: config.sha256 }];
}

/** The options that a file may hold, by their long names without dashes. */
export function configOptions(command: Command): ReadonlyMap<string, Option> {
  const options = command.options.filter(
    (option) => option.long !== undefined && option.long !== null && !option.negate,
  );
  const named = options.map((option) => [option.long!.replace(/^--/, ''), option] as const);
  return new Map(named.filter(([name]) => !NOT_IN_FILE.includes(name)));
}

/** The shape of a file that may hold these options. */
export function configShape(options: readonly Option[]): z.ZodType<Readonly<Record<string, unknown>>> {
  const members = options.map((option) => [
    option.long!.replace(/^--/, ''),
    memberShape(option).describe(option.description).optional(),
  ]);
  return z.strictObject(Object.fromEntries(members) as Record<string, z.ZodType>);
}

function memberShape(option: Option): z.ZodType {
  if (option.isBoolean()) return z.boolean();
  if (option.argChoices !== undefined) return z.enum(option.argChoices as [string, ...string[]]);
  const text = z
    .union([z.string().max(10_000), z.number()], 'must be a text or a number')
    .superRefine((value, context) => {
      try {
        parse(option, String(value), isList(option) ? [] : undefined);
      } catch (error) {
        context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
      }
    });
  return isList(option) ? z.array(text).max(1000) : text;
}

function isList(option: Option): boolean {
  return Array.isArray(option.defaultValue);
}

/** Options of one name that mean the same: an account for `explain` is one, for `audit` they may be several. */
function isAlike(one: Option, other: Option): boolean {
  return one.isBoolean() === other.isBoolean() && isList(one) === isList(other);
}

function isGiven(command: Command, option: Option): boolean {
  const source = command.getOptionValueSource(option.attributeName());
  return source !== undefined && source !== 'default';
}

function parsedValue(option: Option, value: unknown, folder: string): unknown {
  if (option.isBoolean()) return value;
  const texts = (Array.isArray(value) ? value : [value]).map((each) => inFolder(option, String(each), folder));
  return texts.reduce<unknown>((previous, text) => parse(option, text, previous), isList(option) ? [] : undefined);
}

function parse(option: Option, text: string, previous: unknown): unknown {
  return option.parseArg === undefined ? text : option.parseArg(text, previous as never);
}

/** Paths in a file are meant from where it lies. */
function inFolder(option: Option, text: string, folder: string): string {
  const isPath = namesFile(option) && text !== '' && text !== '-' && !isAbsolute(text);
  return isPath ? join(folder, text) : text;
}

/** Whether the value of an option is a file or a folder, by what stands for it in the help. */
export function namesFile({ flags }: Option): boolean {
  return /<(?:[^>]*\|)?(?:file|dir|key)\b/.test(flags);
}

function configPath({ config }: ConfigFlags): string | null {
  if (config === false) return null;
  if (typeof config === 'string') return config;
  return lstatSync(CONFIG_NAME, { throwIfNoEntry: false }) === undefined ? null : CONFIG_NAME;
}
