/** `adreach collect`: a domain, read from a directory server, into a snapshot file. */
import { Command, Option } from 'commander';
import { AdreachError } from '../errors/index.js';
import { type CollectOutcome, collect } from '../library/collect.js';
import { ldapOptions } from '../library/connection.js';
import { terminal } from '../report/encode/terminal.js';
import { streamOutput } from '../report/output/stream.js';
import type { NamingContexts } from '../result/collection-plan.js';
import { askContexts, assumeContexts, describeCollection } from '../sources/ldap/dry-run.js';
import { firstReachable } from '../sources/ldap/servers.js';
import { parseLdapUrl } from '../sources/ldap/url.js';
import { dryRunJson, dryRunLines } from './collect-dry-run.js';
import { CollectJournal, journalPath } from './collect-journal.js';
import { collectSummary } from './collect-summary.js';
import { addConnectionOptions, type ConnectionFlags, connectionFiles, connectionOf } from './connection-options.js';
import { tell } from './diagnostics.js';
import { INCOMPLETE_STATUS } from './failure.js';
import { keepApart } from './keep-apart.js';
import { checkOutput } from './output-file.js';
import { createProgress } from './progress.js';

interface CollectFlags extends ConnectionFlags {
  readonly output?: string;
  readonly resume?: boolean;
  readonly requireComplete?: boolean;
  readonly dryRun?: boolean;
  readonly base?: string;
  readonly format?: 'text' | 'json';
}

export function collectCommand(): Command {
  const command = new Command('collect')
    .description('read a domain over LDAP (read-only) into a snapshot file')
    .argument(
      '<ldap-urls...>',
      'domain controller: ldaps://host[:port], or ldap://host[:port] with --start-tls; of several, the first that can be reached',
    )
    .option('-o, --output <file>', 'snapshot file to write')
    .option('--resume', 'go on with a collection that was interrupted, without reading again what is safely there')
    .option('--require-complete', 'exit status 3 when something could not be read')
    .option(
      '--dry-run',
      'print every search that would be sent; of the server only the rootDSE and the RID manager are read',
    )
    .option('--base <dn>', 'with --dry-run: do not connect; take this domain for the root of its forest')
    .addOption(new Option('--format <format>', 'of --dry-run (default: text)').choices(['text', 'json']));
  return addConnectionOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  adreach collect ldaps://dc1.example.com --user auditor@example.com -o example.snapshot
  adreach collect ldap://dc1.example.com --start-tls --ca ca.pem --user 'EXAMPLE\\auditor' --password-file pw -o example.snapshot
  adreach collect ldaps://dc1.example.com --cert me.pem --key me.key -o example.snapshot
  adreach collect ldaps://dc1.example.com ldaps://dc2.example.com --user auditor@example.com -o example.snapshot
  adreach collect ldaps://dc1.example.com --user auditor@example.com -o example.snapshot --resume
  adreach collect ldaps://dc1.example.com --dry-run --base DC=example,DC=com`,
    )
    .action(async (urls: string[], flags: CollectFlags) => run(urls, flags));
}

async function run(urls: readonly string[], flags: CollectFlags): Promise<void> {
  for (const url of urls) parseLdapUrl(url);
  if (flags.dryRun) return dryRun(urls, flags);
  const extra = flags.base !== undefined ? '--base' : flags.format !== undefined ? '--format' : undefined;
  if (extra !== undefined) throw new AdreachError('usage', `${extra} goes with --dry-run only`, 'leave it out');
  const path = flags.output;
  if (path === undefined) throw new AdreachError('usage', 'the snapshot has no name', 'name a file with -o FILE');
  await checkOutput(path);
  await keepApart(
    [
      { is: '-o', path },
      { is: 'the journal of -o', path: journalPath(path) },
    ],
    connectionFiles(flags),
  );
  const journal = new CollectJournal(path, flags.resume ?? false);
  if (journal.news !== undefined) tell(journal.news);
  const connection = await connectionOf(flags);
  const started = performance.now();
  const progress = createProgress(process.stderr);
  let done: CollectOutcome;
  try {
    done = await collect({
      urls,
      connection,
      path,
      openJournal: () => journal.open(() => progress.done()),
      progress: (text) => progress.update(terminal(text)),
    });
  } catch (error) {
    progress.done();
    throw journal.failed(error);
  }
  progress.done();
  const { summary, info, skipped } = done;
  const goOn = journal.end(info.unfinished);
  const seconds = (performance.now() - started) / 1000;
  const failures = skipped.map(({ message }) => message);
  for (const line of collectSummary(path, summary, info, seconds, failures, goOn)) tell(line);
  if (flags.requireComplete && summary.gaps > 0) process.exitCode = INCOMPLETE_STATUS;
}

/** Prints what would be sent. Without `--base` it has to log on: only the rootDSE tells what the searches start from. */
async function dryRun(urls: readonly string[], flags: CollectFlags): Promise<void> {
  const basis = flags.base === undefined ? 'rootDSE' : 'base';
  let url = urls[0]!;
  let contexts: NamingContexts;
  let relativeIds: number | null = 0;
  if (flags.base === undefined) {
    const connection = await connectionOf(flags);
    const ask = async (server: string) => ({ server, ...(await askContexts(await ldapOptions(server, connection))) });
    ({
      served: { server: url, contexts, relativeIds },
    } = await firstReachable(urls, ask));
  } else {
    contexts = assumeContexts(flags.base);
  }
  const { name } = parseLdapUrl(url);
  const collection = describeCollection(contexts, relativeIds, flags);
  const text =
    flags.format === 'json'
      ? dryRunJson(name, basis, collection)
      : `${encodeLines(dryRunLines(name, basis, collection))}\n`;
  await streamOutput(process.stdout).write(Buffer.from(text));
}

const encodeLines = (lines: readonly string[]): string => lines.map((line) => terminal(line)).join('\n');
