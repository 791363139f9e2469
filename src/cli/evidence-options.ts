/** Options that say of exports what they do not say themselves. */
import type { Command } from 'commander';
import { AdreachError } from '../errors/index.js';
import type { SourceOptions } from '../library/sources.js';

export interface EvidenceFlags {
  readonly reader?: string;
  readonly exported?: string;
}

export function addEvidenceOptions(command: Command): Command {
  return command
    .optionsGroup('Where an export does not say it itself:')
    .option(
      '--reader <name>',
      'who made it: what came without an attribute has none only where that account may read it',
    )
    .option('--exported <attributes|all>', 'what it asked for: attribute names with commas between them, or all')
    .optionsGroup('');
}

/** @throws AdreachError usage for names that are none */
export function evidenceOptionsOf({ reader, exported }: EvidenceFlags): Pick<SourceOptions, 'reader' | 'exported'> {
  return {
    ...(reader !== undefined && { reader }),
    ...(exported !== undefined && { exported: attributesOf(exported) }),
  };
}

function attributesOf(text: string): readonly string[] | 'all' {
  if (/^(?:all|\*)$/i.test(text.trim())) return 'all';
  const names = text.split(/[\s,]+/).filter((name) => name !== '');
  const wrong = names.find((name) => !/^[a-z][a-z0-9-]*$/i.test(name));
  if (names.length > 0 && wrong === undefined) return names;
  throw new AdreachError(
    'usage',
    `--exported: ${JSON.stringify(wrong ?? text)} is no name of an attribute`,
    'give names with commas between them, for example --exported member,memberOf,sIDHistory, or --exported all',
  );
}
