/** `adreach collect`: a domain, read from a directory server, into a snapshot file. */
import { Command } from 'commander';
import { AdreachError } from '../errors/index.js';
import { terminal } from '../report/encode/terminal.js';
import { type AssembleSummary, assembleSnapshot } from '../sources/assemble/index.js';
import { isLdapUrl, type LdapInfo, openLdapSource } from '../sources/ldap/index.js';
import { collectSummary } from './collect-summary.js';
import { addConnectionOptions, type ConnectionFlags, ldapOptions } from './connection-options.js';
import { INCOMPLETE_STATUS } from './failure.js';
import { checkOutput } from './output-file.js';
import { createProgress } from './progress.js';
import { version } from './version.js';

interface CollectFlags extends ConnectionFlags {
  readonly output: string;
  readonly requireComplete?: boolean;
}

export function collectCommand(): Command {
  const command = new Command('collect')
    .description('read a domain over LDAP (read-only) into a snapshot file')
    .argument('<ldap-url>', 'domain controller: ldaps://host[:port], or ldap://host[:port] with --start-tls')
    .requiredOption('-o, --output <file>', 'snapshot file to write')
    .option('--require-complete', 'exit status 3 when something could not be read');
  return addConnectionOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  adreach collect ldaps://dc1.example.com --user auditor@example.com -o example.snapshot
  adreach collect ldap://dc1.example.com --start-tls --ca ca.pem --user 'EXAMPLE\\auditor' --password-file pw -o example.snapshot
  adreach collect ldaps://dc1.example.com --cert me.pem --key me.key -o example.snapshot`,
    )
    .action(async (url: string, flags: CollectFlags) => collect(url, flags));
}

async function collect(url: string, flags: CollectFlags): Promise<void> {
  if (!isLdapUrl(url)) {
    throw new AdreachError(
      'usage',
      `"${url}" is not an LDAP URL`,
      'give it as ldaps://dc1.example.com or ldap://dc1.example.com',
    );
  }
  await checkOutput(flags.output);
  const options = await ldapOptions(url, flags);
  const started = performance.now();
  const progress = createProgress(process.stderr);
  let summary: AssembleSummary;
  let info: LdapInfo;
  try {
    const source = await openLdapSource(options, ({ objects, reading }) =>
      progress.update(`${objects.toLocaleString('en')} objects read (${terminal(reading)})`),
    );
    try {
      summary = await assembleSnapshot(source.items, {
        path: flags.output,
        tool: { name: 'adreach', version: version() },
        sources: () => {
          const { url: name, endedAt, server } = source.info();
          return [{ name, kind: 'ldap', sha256: null, collectedAt: endedAt, server: server.dnsHostName }];
        },
        progress: ({ phase, objects }) => {
          if (phase === 'writing') progress.update(`${objects.toLocaleString('en')} accounts written`);
        },
      });
    } finally {
      source.close();
    }
    info = source.info();
  } finally {
    progress.done();
  }
  const seconds = (performance.now() - started) / 1000;
  process.stderr.write(`${encodeLines(collectSummary(flags.output, summary, info, seconds))}\n`);
  if (flags.requireComplete && summary.gaps > 0) process.exitCode = INCOMPLETE_STATUS;
}

const encodeLines = (lines: readonly string[]): string => lines.map((line) => terminal(line)).join('\n');
