/** The page as PDF: printed by the real browser where there is one. */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { pdfSink } from '../../../src/report/pdf/index.js';
import { type PrintJob, printPage } from '../../../src/report/pdf/print.js';
import { createSinks } from '../../../src/report/sinks.js';
import { leaveOut } from '../../left-out.js';
import { memoryOutput } from '../memory-output.js';
import { drive, EVIDENCE, FINAL_EVIDENCE, HEADER, summarise } from '../sample.js';
import { browserFor } from './chromium.js';

const browser = await browserFor('printing the page');
const readable = canReadPdf();
if (!readable) leaveOut('reading what was printed', 'no pdftotext on this computer (poppler-utils)');
const printing = browser === null || !readable ? describe.skip : describe;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adreach-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Private folders with a page in the making. */
const begun = () =>
  readdirSync(tmpdir())
    .filter((name) => /^adreach-[^-]+$/.test(name))
    .filter((name) => readdirSync(join(tmpdir(), name)).some((file) => file.startsWith('.report.html')));

/** A sink that would print, with what it was given and what of it the private folder holds. */
const SHELL = { browser: '/bin/sh' };
const page = (text: string) => async (output: { write(bytes: Uint8Array): Promise<void> }) => ({
  begin() {},
  targets() {},
  findings() {},
  end: () => output.write(Buffer.from(text)),
});

test('the page is printed from a private folder, of which nothing is left', async () => {
  const output = memoryOutput();
  const jobs: PrintJob[] = [];
  const sink = await pdfSink(output, page('<p>the page'), SHELL, async (job) => {
    jobs.push(job);
    expect(await readFile(job.file, 'utf8')).toBe('<p>the page');
    return Buffer.from("%PDF-1.4\n<</CreationDate (D:20261126170420+00'00')\n/ModDate (D:20261126170420+00'00')>>");
  });
  await drive(sink, 3);
  expect(jobs).toMatchObject([{ executable: '/bin/sh', footer: expect.stringContaining('2026-03-02T08:15:30.000Z') }]);
  expect(existsSync(jobs[0]!.folder)).toBe(false);
  expect(output.text).toBe(`%PDF-1.4\n<<${' '.repeat(39)}\n${' '.repeat(34)}>>`);
});

test('evidence without a time says so at the foot of each page', async () => {
  const sources = EVIDENCE.sources.map((source) => ({ ...source, collectedAt: null }));
  const footers: string[] = [];
  const sink = await pdfSink(memoryOutput(), page(''), SHELL, async ({ footer }) => {
    footers.push(footer);
    return Buffer.from('');
  });
  await sink.begin({ ...HEADER, evidence: { ...EVIDENCE, sources } }, []);
  await sink.end(summarise([], []), { ...FINAL_EVIDENCE, sources });
  expect(footers[0]).toContain('evidence: time of collection not known<');
  const dated = sources.map((source) => ({ ...source, modifiedAt: '2026-03-04T05:06:07.000Z' }));
  await sink.begin({ ...HEADER, evidence: { ...EVIDENCE, sources: dated } }, []);
  await sink.end(summarise([], []), { ...FINAL_EVIDENCE, sources: dated });
  expect(footers[1]).toContain('evidence: time of collection not known; file last changed 2026-03-04<');
});

test('an audit that fails, and a browser that does, leave nothing', async () => {
  const folders: string[] = [];
  const failing = await pdfSink(memoryOutput(), page(''), SHELL, ({ folder: at }) => {
    folders.push(at);
    return Promise.reject(new Error('no paper'));
  });
  await expect(drive(failing, 3)).rejects.toThrow('no paper');
  expect(folders.map((at) => existsSync(at))).toEqual([false]);
  const before = new Set(begun());
  const aborted = await pdfSink(memoryOutput(), page(''), SHELL);
  await aborted.abort!();
  await aborted.begin(HEADER, []);
  const own = begun().filter((name) => !before.has(name));
  expect(own.length).toBeGreaterThan(0);
  await aborted.abort!();
  await aborted.abort!();
  expect(begun().filter((name) => own.includes(name))).toEqual([]);
});

test('where there is no browser, that is said before the audit, and no file is begun', async () => {
  await expect(createSinks(['pdf'], join(folder, 'a.pdf'), { env: { PATH: folder } })).rejects.toMatchObject({
    code: 'not-found',
  });
  expect(readdirSync(folder)).toEqual([]);
});

test('a program that is no browser is named, with its words, in time', async () => {
  const sleeps = join(folder, 'sleeps');
  await writeFile(sleeps, '#!/bin/sh\nexec sleep 3\n');
  await chmod(sleeps, 0o755);
  const job = { folder, file: join(folder, 'page.html'), footer: '', limit: 1500 };
  await expect(printPage({ ...job, executable: sleeps })).rejects.toMatchObject({
    code: 'file',
    message: expect.stringContaining(`${sleeps} could not print the report: it was not ready after 1.5 seconds`),
    hint: expect.stringContaining('--browser PATH'),
  });
  await expect(printPage({ ...job, executable: '/bin/false' })).rejects.toMatchObject({ code: 'file' });
});

printing('with a browser', () => {
  let server: Server;
  let asked: string[];
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url!);
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.close();
  });
  beforeEach(() => {
    asked = [];
  });

  /** Prints a page of these words. */
  async function printed(html: string, limit = 30_000): Promise<Buffer> {
    const file = join(folder, 'page.html');
    await writeFile(file, html);
    return printPage({ executable: browser!, folder, file, footer: '<div style="font-size:9px">foot</div>', limit });
  }

  test('a page that is an app is waited for', async () => {
    const late = `<!DOCTYPE html><html lang="en" data-app><title>t</title><p id="p">not yet</p><script>
      setTimeout(() => { p.textContent = 'the data'; document.documentElement.dataset.ready = 'true'; }, 700)</script>`;
    expect(textOf(await printed(late))).toContain('the data');
  });

  test('what a page writes at the edges of its sheets makes room for ours, under its own policy', async () => {
    const style = '@page { @bottom-left { content: "of the page" } @top-right { content: "on top" } }';
    const hash = createHash('sha256').update(style).digest('base64');
    const text = textOf(
      await printed(
        `<!DOCTYPE html><html lang="en"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'"><title>t</title><style>${style}</style><p>shown</p>`,
      ),
    );
    expect(text).toContain('shown');
    expect(text).toContain('foot');
    expect(text).not.toMatch(/of the page|on top/);
  });

  test('one that never gets ready is given up, and its browser ended', async () => {
    const never = '<!DOCTYPE html><html data-app><script>for(;;);</script>';
    await expect(printed(never, 4000)).rejects.toThrow('it was not ready after 4 seconds');
    await ended(folder);
  });

  test('nothing else is loaded: no network, no other file, no other page', async () => {
    await writeFile(join(folder, 'secret.txt'), 'the secret');
    const { port } = server.address() as AddressInfo;
    const away = `http://127.0.0.1:${port}`;
    const html = `<!DOCTYPE html><html lang="en"><title>t</title><link rel="stylesheet" href="${away}/style">
      <link rel="preconnect" href="${away}"><link rel="dns-prefetch" href="//example.com"><p>shown</p>
      <img src="${away}/image"><iframe src="secret.txt"></iframe><iframe src="file:///etc/passwd"></iframe>
      <script>fetch('${away}/fetch').catch(() => 0); navigator.sendBeacon('${away}/beacon'); new WebSocket('ws://127.0.0.1:${port}/socket');
      try { new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:${port}' }] }).createOffer(); } catch {}
      window.open('${away}/window');</script>`;
    const text = textOf(await printed(html));
    expect(text).toContain('shown');
    expect(text).not.toMatch(/the secret|root:/);
    expect(asked).toEqual([]);
  });

  test('the browser is told no secret of ours', async () => {
    const seen = join(folder, 'seen');
    const wrapper = join(folder, 'wrapper');
    await writeFile(wrapper, `#!/bin/sh\nenv > '${seen}'\nexec '${browser}' "$@"\n`);
    await chmod(wrapper, 0o755);
    const file = join(folder, 'page.html');
    await writeFile(file, '<!DOCTYPE html><title>t</title><p>shown');
    process.env.ADREACH_PASSWORD = 'hunter2';
    try {
      await printPage({ executable: wrapper, folder, file, footer: '' });
    } finally {
      delete process.env.ADREACH_PASSWORD;
    }
    expect(await readFile(seen, 'utf8')).not.toContain('hunter2');
  });

  test('the report: A4, numbered pages with the date of the evidence, tagged, with contents, no time of its making', async () => {
    const path = join(folder, 'audit.pdf');
    const sinks = await createSinks(['pdf'], path);
    await drive(sinks, 60);
    // The list of all accounts is not on paper.
    expect(readdirSync(folder).sort()).toEqual(['audit-all-findings.csv', 'audit-all.csv', 'audit.pdf']);
    const pdf = await readFile(path);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const raw = pdf.toString('latin1');
    expect(raw).toContain('/MarkInfo');
    expect(raw).toContain('/Outlines');
    expect(raw).not.toMatch(/\/(CreationDate|ModDate)/);
    const text = textOf(pdf);
    expect(text).toContain('adreach 0.1.0, evidence of 2026-03-02T08:15:30.000Z');
    // Both ends of the foot, on one line of the text or on two.
    const pages = [...text.matchAll(/(?:^|\s)(\d+) ?\/ ?(\d+)$/gm)].map(([, at, of]) => [at, of]);
    expect(text.match(/adreach 0\.1\.0, evidence of 2026-03-02T08:15:30\.000Z/g)).toHaveLength(pages.length);
    expect(pages.length).toBeGreaterThan(3);
    expect(pages).toEqual(pages.map((_, at) => [String(at + 1), String(pages.length)]));
    expect(sizeOf(pdf)).toMatch(/A4/);
    // The hostile names of the sample are text.
    expect(text).toContain('<script>alert(1)</script>');
  });

  test('the same input gives the same bytes', async () => {
    // The page names the file beside it, so that the name is the same.
    const [one, other] = ['one', 'other'].map((name) => join(mkdtempSync(join(folder, name)), 'a.pdf')) as [
      string,
      string,
    ];
    await drive(await createSinks(['pdf'], one), 20);
    await drive(await createSinks(['pdf'], other), 20);
    expect((await readFile(one)).equals(await readFile(other))).toBe(true);
  });

  const CLI = 'dist/cli/index.js';
  (existsSync(CLI) ? test : test.skip)(
    'an audit that is told to end while it prints takes the browser along, and leaves nothing',
    async () => {
      const temp = await mkdtemp(join(folder, 'temp-'));
      const out = join(folder, 'a.pdf');
      const args = [
        'audit',
        'fixtures/securelab/securelab.ldif.gz',
        '--account',
        'mdiAction$',
        '--format',
        'pdf',
        '-o',
        out,
      ];
      const child = spawn(process.execPath, [CLI, ...args], {
        env: { ...process.env, TMPDIR: temp },
        stdio: 'ignore',
      });
      const status = new Promise((resolve) => child.on('exit', (code, signal) => resolve(signal ?? code)));
      const profile = () => readdirSync(temp).some((name) => existsSync(join(temp, name, 'profile')));
      for (let tries = 0; tries < 600 && !profile(); tries++) await new Promise((resolve) => setTimeout(resolve, 20));
      child.kill('SIGTERM');
      expect(await status).toBe('SIGTERM');
      await ended(temp);
      expect(readdirSync(folder).filter((name) => name.endsWith('.tmp') || name === 'a.pdf')).toEqual([]);
    },
  );
});

/** The processes whose command line names a folder. */
function running(name: string): readonly string[] {
  const listed = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' });
  return listed.split('\n').filter((line) => line.includes(name) && !line.includes('<defunct>'));
}

/** Whatever was started there comes to its end. */
async function ended(name: string): Promise<void> {
  for (let tries = 0; tries < 100 && running(name).length > 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(running(name)).toEqual([]);
}

function canReadPdf(): boolean {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function textOf(pdf: Buffer): string {
  return execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8', maxBuffer: 2 ** 26 });
}

function sizeOf(pdf: Buffer): string {
  return execFileSync('pdfinfo', ['-'], { input: pdf, encoding: 'utf8' });
}
