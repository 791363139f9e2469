/**
 * One domain of the lab's server, taken in each of the ways that a reviewer has: what is said of it must be the same, to
 * the byte, whatever it was read from. Everything runs as commands, as in a terminal.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AuditResult } from '../../src/result/audit.js';
import { Random } from '../fuzz/random.js';
import { type Lab, startLab } from '../lab/lab.mjs';
import { labAddress, labOrReason } from '../lab-available.js';
import { validJson } from '../valid-json.js';
import { type CuttingProxy, startCuttingProxy } from './cutting-proxy.js';

/** Built by `npm test`; another build can be named. */
const CLI = process.env.ADREACH_CLI ?? join(process.cwd(), 'dist', 'cli', 'index.js');
const unavailable = await labOrReason('one domain taken five ways');
const whenLab = unavailable === null && existsSync(CLI) ? describe : describe.skip;

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, ...env }, maxBuffer: 1 << 29 };
    const child = execFile(command, [...args], options, (_error, stdout, stderr) =>
      resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    );
    child.stdin?.end();
  });
}

whenLab('one domain taken five ways', () => {
  let lab: Lab;
  let proxy: CuttingProxy;
  let folder: string;
  let logon: readonly string[];
  const at = (name: string) => join(folder, name);
  const adreach = (...args: readonly string[]) => run(process.execPath, [CLI, ...args]);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'adreach-five-ways-'));
    lab = await startLab({ address: await labAddress() });
    proxy = await startCuttingProxy(lab.address, 636);
    writeFileSync(at('password'), lab.adminPassword, { mode: 0o600 });
    logon = ['--ca', lab.caFile, '--user', lab.adminUser, '--password-file', at('password')];
  }, 180_000);
  afterAll(async () => {
    await proxy?.stop();
    await lab?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  /** The result without the one part that tells of the source. */
  async function audit(name: string, ...sources: readonly string[]): Promise<Audited> {
    const accounts = lab.accounts.filter(({ role }) => role === 'audited').flatMap(({ sid }) => ['--account', sid]);
    const out = at(`${name}.json`);
    const live = sources.some((source) => source.startsWith('ldaps:')) ? logon : [];
    // Live, the server says who reads and adreach what it asked for; of exports the user says what they do not.
    const stated = ['--reader', lab.adminUser, '--exported', 'all'];
    const common = [...stated, '--account', 'local-system', '--format', 'json', '-o', out, '--fail-on', 'never'];
    const { status, stderr } = await adreach('audit', ...sources, ...accounts, ...common, ...live);
    expect([name, status, status === 0 ? '' : stderr]).toEqual([name, 0, '']);
    const text = readFileSync(out, 'utf8');
    const { evidence, ...rest } = validJson<AuditResult>('audit', text);
    // The order of members and the way numbers are written are part of the bytes.
    expect(text).toContain(JSON.stringify(rest.verdicts[0]).slice(1, 60));
    return { result: JSON.stringify(rest), evidence: evidence as unknown as Evidence, rest };
  }

  interface Audited {
    readonly result: string;
    readonly evidence: Evidence;
    readonly rest: Omit<AuditResult, 'evidence'>;
  }

  interface Evidence {
    readonly sources: readonly {
      readonly kind: string;
      readonly collection?: { readonly resumed?: readonly unknown[] };
    }[];
    readonly gaps: readonly { readonly code: string; readonly dn: string | null }[];
    readonly domains: unknown;
  }

  /** The documented command for ldapsearch with a password, for one naming context. */
  async function ldapsearch(base: string): Promise<string> {
    const { status, stdout, stderr } = await run(
      'ldapsearch',
      [
        ...['-x', '-H', lab.url, '-D', lab.adminUser, '-y', at('password'), '-o', 'ldif-wrap=no'],
        ...['-E', 'pr=1000/noprompt', '-E', '!1.2.840.113556.1.4.801=::MAMCAQc=', '-b', base],
        ...['(objectClass=*)', '*', 'nTSecurityDescriptor'],
      ],
      { LDAPTLS_CACERT: lab.caFile, LDAPTLS_REQCERT: 'demand' },
    );
    expect([status, stderr]).toEqual([0, '']);
    return stdout;
  }

  test('live, snapshot, LDIF, LDIF in three shuffled packed files, snapshot resumed after two cuts: the same, byte for byte', async () => {
    const live = await audit('live', lab.url);
    const { verdicts, findings, accounts } = live.rest;
    expect(verdicts.length).toBeGreaterThan(10_000);
    expect(findings.length).toBeGreaterThan(10);
    expect(accounts.length).toBeGreaterThan(10);

    // A snapshot.
    const whole = proxy.bytes;
    expect((await adreach('collect', proxied(), ...logon, '-o', at('whole.snapshot'))).status).toBe(0);
    const needed = proxy.bytes - whole;
    const snapshot = await audit('snapshot', at('whole.snapshot'));

    // ldapsearch.
    const configuration = `CN=Configuration,${lab.domainDn}`;
    const parts: string[] = [];
    for (const base of [lab.domainDn, configuration, `CN=Schema,${configuration}`]) parts.push(await ldapsearch(base));
    writeFileSync(at('export.ldif'), parts.join(''));
    const ldif = await audit('ldif', at('export.ldif'));

    // The same in three files, in no order.
    const random = new Random(20);
    const entries = parts
      .join('')
      .split(/\n\n+/)
      .map((record) => ({ record, at: record.search(/^dn::? /m) }))
      .flatMap(({ record, at: start }) => (start < 0 ? [] : record.slice(start)));
    const records = shuffled(entries, random);
    const third = Math.ceil(records.length / 3);
    const files = [0, 1, 2].map((number) => {
      const file = at(`part${number}.ldif.gz`);
      writeFileSync(file, gzipSync(`${records.slice(number * third, (number + 1) * third).join('\n\n')}\n\n`));
      return file;
    });
    const split = await audit('split', ...files);

    // A snapshot, the connection to the server being cut twice.
    const collect = ['collect', proxied(), ...logon, '--page-size', '100', '-o', at('resumed.snapshot')];
    const sent: number[] = [];
    for (const [attempt, share] of [0.35, 0.35].entries()) {
      const before = proxy.bytes;
      proxy.cutAfter(needed * share);
      const cut = await adreach(...collect, ...(attempt === 0 ? [] : ['--resume']));
      proxy.mend();
      sent.push(proxy.bytes - before);
      expect(cut.status).toBe(2);
      expect(cut.stderr).toMatch(
        /what was read is in .*resumed\.snapshot\.partial \(\d+ search(es)? finished, [\d,]+ objects\); go on/,
      );
      expect(existsSync(at('resumed.snapshot'))).toBe(false);
    }
    const before = proxy.bytes;
    expect((await adreach(...collect, '--resume')).status).toBe(0);
    expect(proxy.bytes - before).toBeLessThan(needed * 0.9);
    expect(existsSync(at('resumed.snapshot.partial'))).toBe(false);
    const resumed = await audit('resumed', at('resumed.snapshot'));

    for (const way of [snapshot, ldif, split, resumed]) {
      expect(way.result.length).toBe(live.result.length);
      expect(way.result === live.result).toBe(true);
      expect(way.evidence.domains).toEqual(live.evidence.domains);
      expect(gapsOf(way.evidence)).toEqual(gapsOf(live.evidence));
    }
    expect(
      [live, snapshot, ldif, split, resumed].map(({ evidence }) => evidence.sources.map(({ kind }) => kind)),
    ).toEqual([['ldap'], ['snapshot'], ['ldif'], ['ldif', 'ldif', 'ldif'], ['snapshot']]);
    expect(resumed.evidence.sources[0]!.collection!.resumed).toHaveLength(2);
    expect(snapshot.evidence.sources[0]!.collection!.resumed).toBeUndefined();
  }, 300_000);

  const proxied = () => `ldaps://${lab.address}:${proxy.port}`;
  const gapsOf = ({ gaps }: Evidence) => gaps.map(({ code, dn }) => `${code} ${dn}`).sort();
});

function shuffled<Value>(values: readonly Value[], random: Random): Value[] {
  const out = [...values];
  for (let left = out.length - 1; left > 0; left--) {
    const other = random.below(left + 1);
    [out[left], out[other]] = [out[other]!, out[left]!];
  }
  return out;
}
