import { chmod, lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createSinks } from '../../src/report/sinks.js';
import { validJson } from '../valid-json.js';
import { drive } from './sample.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adreach-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('createSinks', () => {
  test('one format into a file: mode 0600, only there at the end', async () => {
    const path = join(folder, 'result.json');
    const sinks = await createSinks(['json'], path);
    expect(sinks.files).toEqual([{ format: 'json', path }]);
    await expect(stat(path)).rejects.toThrow('ENOENT');
    await drive(sinks, 10);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(validJson('audit', await readFile(path, 'utf8')).verdicts).toHaveLength(80);
    expect(await readdir(folder)).toEqual(['result.json']);
  });

  test('after abort the folder is as it was', async () => {
    const path = join(folder, 'result.json');
    await writeFile(path, 'the former report');
    const sinks = await createSinks(['json', 'ndjson'], join(folder, 'reports'));
    await sinks.abort();
    const other = await createSinks(['json'], path);
    await other.abort();
    await other.abort();
    expect(await readFile(path, 'utf8')).toBe('the former report');
    expect(await readdir(folder)).toEqual(['reports', 'result.json']);
    expect(await readdir(join(folder, 'reports'))).toEqual([]);
  });

  test('several formats into a folder, each under its name', async () => {
    const sinks = await createSinks(['json,ndjson', 'json'], join(folder, 'reports'));
    await drive(sinks, 3);
    expect((await readdir(join(folder, 'reports'))).sort()).toEqual(['adreach-report.json', 'adreach-report.ndjson']);
  });

  test('one format into an existing folder', async () => {
    const sinks = await createSinks(['ndjson'], folder);
    expect(sinks.files[0]!.path).toBe(join(folder, 'adreach-report.ndjson'));
    await sinks.abort();
  });

  test('a symbolic link is written through, not replaced', async () => {
    const path = join(folder, 'real.json');
    await writeFile(path, 'old');
    await symlink(path, join(folder, 'link.json'));
    await drive(await createSinks(['json'], join(folder, 'link.json')), 1);
    expect((await lstat(join(folder, 'link.json'))).isSymbolicLink()).toBe(true);
    expect(validJson('audit', await readFile(path, 'utf8')).schema).toBe('adreach/audit/v1');
  });

  test('a device is written to, never replaced', async () => {
    await drive(await createSinks(['ndjson'], '/dev/null'), 5);
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  test('to standard output with -', async () => {
    const stdout = new PassThrough();
    const chunks: Buffer[] = [];
    stdout.on('data', (chunk) => chunks.push(Buffer.from(chunk)));
    const sinks = await createSinks(['json'], '-', { stdout });
    expect(sinks.files).toEqual([]);
    await drive(sinks, 2);
    expect(validJson('audit', Buffer.concat(chunks).toString('utf8')).verdicts).toHaveLength(16);
  });

  test('what stands on the terminal is taken away before anything is written', async () => {
    const written: string[] = [];
    const stdout = new Writable({
      write(chunk, _encoding, done) {
        written.push(String(chunk));
        done();
      },
    });
    const sinks = await createSinks(['ndjson'], undefined, { stdout, beforeWriting: () => written.push('clear') });
    await drive(sinks, 5000);
    expect(written.length).toBeGreaterThan(4);
    expect(written.filter((_, i) => i % 2 === 0)).toEqual(written.filter((_, i) => i % 2 === 0).map(() => 'clear'));
    expect(written.filter((_, i) => i % 2 === 1)).not.toContain('clear');
  });

  test('a reader that goes away ends the output quietly', async () => {
    const stdout = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('broken pipe'), { code: 'EPIPE' })),
    });
    const sinks = await createSinks(['ndjson'], undefined, { stdout });
    await drive(sinks, 5000);
    expect(sinks.closed).toBe(true);
  });

  test('any other failure of standard output is an error', async () => {
    const stdout = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })),
    });
    const sinks = await createSinks(['ndjson'], '-', { stdout });
    await expect(drive(sinks, 5000)).rejects.toThrow('cannot write standard output: no space is left on the device');
  });
});

describe('createSinks refuses', () => {
  test.each([
    [['html5x'], undefined, 'unknown format "html5x"'],
    [['jsn'], undefined, 'unknown format "jsn"'],
    [['json', 'ndjson'], undefined, '2 formats (json, ndjson) cannot share standard output'],
    [['json', 'ndjson'], '-', '2 formats (json, ndjson) cannot share standard output'],
    [['json'], '', '-o needs a file, a folder or -'],
    [[' '], undefined, '--format needs a name'],
    [['html', 'csv'], 'report.html', '2 formats (html, csv) need a folder, and report.html is a name for a file'],
  ])('%p -o %p', async (formats, out, message) => {
    await expect(createSinks(formats, out)).rejects.toMatchObject({ code: 'usage', message });
  });

  test('with the nearest name', async () => {
    await expect(createSinks(['jsn'], undefined)).rejects.toMatchObject({
      hint: expect.stringContaining('did you mean json?'),
    });
  });

  test.each(['xlsx', 'parquet', 'pdf', 'html'])('%s to a terminal, but not to a pipe', async (format) => {
    const stdout = Object.assign(new PassThrough(), { isTTY: true });
    await expect(createSinks([format], undefined, { stdout })).rejects.toMatchObject({
      code: 'usage',
      message: `the format ${format} is nothing for a terminal`,
    });
    if (format === 'pdf') return;
    await (await createSinks([format], '-', { stdout: new PassThrough() })).abort();
  });

  test('several formats into a file that is no folder', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(createSinks(['json', 'ndjson'], join(folder, 'file'))).rejects.toMatchObject({ code: 'usage' });
  });

  test('a folder that does not exist, before the audit', async () => {
    const path = join(folder, 'nowhere', 'result.json');
    await expect(createSinks(['json'], path)).rejects.toMatchObject({
      code: 'file',
      message: `cannot write ${path}: the folder does not exist`,
    });
  });

  test('a folder without permission', async () => {
    if (process.getuid?.() === 0) return;
    await chmod(folder, 0o500);
    await expect(createSinks(['json'], join(folder, 'a.json'))).rejects.toMatchObject({ code: 'file' });
  });
});
