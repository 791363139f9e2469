/**
 * Mutation testing (docs/mutation.md): every folder that decides is changed in thousands of small ways, and for each a
 * test has to fail. A file is tried with the test that mirrors it, so that a mutant costs parts of a second.
 *
 *   npm run mutate                            all folders; exit status 1 where one is below its least score
 *   npm run mutate -- access                  one folder
 *   npm run mutate -- access/check.ts         one file, or several
 *   npm run mutate -- --incremental access    only what has changed since the last such run
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Stryker } from '@stryker-mutator/core';
import jestConfig from '../jest.mutate.config.mjs';

/** Least share of killed mutants where an answer depends on every line. */
const LEAST = 95;

/** Folders of src: which files have to reach the least score, which are left out. */
const FOLDERS = {
  access: { held: filesOf('src/access', '.ts') },
  directory: {
    held: [
      'boundary.ts',
      'forest.ts',
      'membership.ts',
      'protected-set.ts',
      'reading.ts',
      'token-names.ts',
      'token-user.ts',
      'token.ts',
      'unread-members.ts',
      'unseen-members.ts',
    ],
    not: ['builtin-schema-data.ts'],
  },
  verdicts: { held: filesOf('src/verdicts', '.ts') },
  facts: { held: filesOf('src/facts', '.ts') },
};

const DOCUMENT = 'docs/mutation.md';
const [BEGIN, END] = ['<!-- scores -->\n', '<!-- end of scores -->'];

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = [
  ...flags.filter((flag) => flag !== '--incremental'),
  ...wanted.filter((path) => !Object.hasOwn(FOLDERS, path.split('/')[0]) || !existsSync(`src/${path}`)),
  ...Object.entries(FOLDERS).flatMap(([folder, { held }]) =>
    held.map((file) => `${folder}/${file}`).filter((path) => !existsSync(`src/${path}`)),
  ),
];
if (unknown.length > 0) {
  console.error(`Not there: ${unknown.join(', ')}. Folders: ${Object.keys(FOLDERS).join(', ')}`);
  process.exit(2);
}

const rows = [];
for (const [folder, { held, not = [] }] of Object.entries(FOLDERS)) {
  const paths = wanted.filter((path) => path === folder || path.startsWith(`${folder}/`));
  if (wanted.length > 0 && paths.length === 0) continue;
  const whole = wanted.length === 0 || paths.includes(folder);
  const files = filesOf(`src/${folder}`, '.ts').filter(
    (file) => !not.includes(file) && (whole || paths.includes(`${folder}/${file}`)),
  );
  const mutants = [];
  for (const run of runsOf(folder, files)) mutants.push(...(await mutate(folder, run)));
  const found = scores(folder, held, mutants);
  if (whole) document(folder, found.map(line));
  rows.push(...found);
}

console.log(['', ...rows.map(line)].join('\n'));
const low = rows.filter(({ below }) => below);
if (low.length > 0) {
  console.error(`Below ${LEAST} %: ${low.map(({ name }) => name).join(', ')}`);
  process.exitCode = 1;
}

/** @returns the files of a folder and those below it, by their paths in it */
function filesOf(folder, ending) {
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true }) : [];
  return names.map((name) => name.replaceAll('\\', '/')).filter((name) => name.endsWith(ending));
}

/** @returns the files to change at once, with the tests that are run for them: without a mirror, all of the folder */
function runsOf(folder, files) {
  const testOf = (file) => file.replace(/\.ts$/, '.test.ts');
  const tests = filesOf(`test/${folder}`, '.test.ts');
  const mirrored = files.filter((file) => tests.includes(testOf(file)));
  const others = files.filter((file) => !mirrored.includes(file));
  return [
    ...mirrored.map((file) => ({ files: [file], tests: [testOf(file)] })),
    ...(others.length === 0 ? [] : [{ files: others, tests }]),
  ];
}

/** @returns the mutants of some files, each with what became of it */
function mutate(folder, { files, tests }) {
  const name = `${folder}-${files.length === 1 ? files[0].replaceAll('/', '-').replace(/\.ts$/, '') : 'others'}`;
  return new Stryker({
    packageManager: 'npm',
    plugins: ['@stryker-mutator/jest-runner'],
    testRunner: 'jest',
    jest: {
      projectType: 'custom',
      config: { ...jestConfig, testMatch: tests.map((test) => `**/test/${folder}/${test}`) },
      enableFindRelatedTests: false,
    },
    coverageAnalysis: 'perTest',
    mutate: files.map((file) => `src/${folder}/${file}`),
    // What tests do not read. TypeScript checks nothing here, so its settings need no rewriting.
    ignorePatterns: ['/dist', '/docs', '/reports', '/.lab', '/tsconfig*.json'],
    concurrency: 2,
    timeoutMS: 5_000,
    // Jest keeps memory from run to run.
    maxTestRunnerReuse: 200,
    incremental: flags.includes('--incremental'),
    incrementalFile: `reports/mutation/${name}-incremental.json`,
    reporters: ['progress-append-only', 'clear-text', 'json'],
    jsonReporter: { fileName: `reports/mutation/${name}.json` },
    clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
  }).runMutationTest();
}

/** @returns the score of each file that has to reach the least one, and of the other files together */
function scores(folder, held, mutants) {
  const groups = new Map();
  for (const { fileName, status } of mutants) {
    const file = fileName.replaceAll('\\', '/').split(`src/${folder}/`).at(-1);
    const name = held.includes(file) ? `${folder}/${file}` : `${folder}, the rest`;
    if (!groups.has(name)) groups.set(name, { killed: 0, left: 0, least: held.includes(file) });
    const group = groups.get(name);
    if (status === 'Killed' || status === 'Timeout') group.killed++;
    else if (status === 'Survived' || status === 'NoCoverage') group.left++;
  }
  return [...groups]
    .filter(([, { killed, left }]) => killed + left > 0)
    .map(([name, { killed, left, least }]) => {
      const score = (100 * killed) / (killed + left);
      return { name, killed, left, score, below: least && score < LEAST };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** One row of the table, in Markdown. */
function line({ name, killed, left, score }) {
  return `| ${name} | ${killed + left} | ${left} | ${(Math.floor(10 * score) / 10).toFixed(1)} |`;
}

/** Replaces the rows of a folder in the table of the document. */
function document(folder, fresh) {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [from, to] = [text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)];
  const old = text.slice(from, to).split('\n');
  const rowsOf = (name) => old.filter((row) => row.startsWith(`| ${name}/`) || row.startsWith(`| ${name},`));
  const table = Object.keys(FOLDERS).flatMap((name) => (name === folder ? fresh : rowsOf(name)));
  const head = ['| file | mutants | left alive | killed, % |', '|---|--:|--:|--:|'];
  writeFileSync(DOCUMENT, `${text.slice(0, from)}${[...head, ...table].join('\n')}\n${text.slice(to)}`);
}
