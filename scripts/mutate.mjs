/**
 * Mutation testing (docs/mutation.md): every folder that decides is changed in thousands of small ways, and for each a
 * test has to fail. Each folder is tried with the tests that mirror it, so that a mutant costs parts of a second.
 *
 *   npm run mutate                            all folders; exit status 1 where one is below its least score
 *   npm run mutate -- access                  one folder
 *   npm run mutate -- access/check.ts         one file, or several
 *   npm run mutate -- --incremental access    only what has changed since the last such run
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { Stryker } from '@stryker-mutator/core';
import jestConfig from '../jest.mutate.config.mjs';

/** Least share of killed mutants where an answer depends on every line. */
const LEAST = 95;

/** Folders of src, the folders of test that are run for them, and the files that have to reach the least score. */
const FOLDERS = {
  access: { tests: ['access'], held: /./ },
  directory: { tests: ['directory'], held: /^(token|membership|protected-set)\.ts$/, not: ['builtin-schema-data.ts'] },
  verdicts: { tests: ['verdicts', 'anchors'], held: /./ },
  facts: { tests: ['facts', 'verdicts'], held: /./ },
};

const DOCUMENT = 'docs/mutation.md';
const [BEGIN, END] = ['<!-- scores -->\n', '<!-- end of scores -->'];

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = [
  ...flags.filter((flag) => flag !== '--incremental'),
  ...wanted.filter((path) => !Object.hasOwn(FOLDERS, path.split('/')[0])),
];
if (unknown.length > 0) {
  console.error(`Not known: ${unknown.join(', ')}. Folders: ${Object.keys(FOLDERS).join(', ')}`);
  process.exit(2);
}

const rows = [];
for (const [folder, { tests, held, not = [] }] of Object.entries(FOLDERS)) {
  const files = wanted.filter((path) => path === folder || path.startsWith(`${folder}/`));
  if (wanted.length > 0 && files.length === 0) continue;
  const whole = wanted.length === 0 || files.includes(folder);
  const mutants = await mutate(folder, tests, [
    ...(whole ? [`src/${folder}/**/*.ts`] : files.map((file) => `src/${file}`)),
    ...not.map((file) => `!src/${folder}/${file}`),
  ]);
  rows.push(...scores(folder, held, mutants).map((row) => ({ ...row, whole })));
}
if (rows.every(({ whole }) => whole)) document(rows);

console.log(['', ...rows.map(line)].join('\n'));
const low = rows.filter(({ below }) => below);
if (low.length > 0) {
  console.error(`Below ${LEAST} %: ${low.map(({ name }) => name).join(', ')}`);
  process.exitCode = 1;
}

/** @returns the mutants of some files, each with what became of it */
function mutate(folder, tests, files) {
  return new Stryker({
    packageManager: 'npm',
    plugins: ['@stryker-mutator/jest-runner'],
    testRunner: 'jest',
    jest: {
      projectType: 'custom',
      config: { ...jestConfig, testMatch: tests.map((name) => `**/test/${name}/**/*.test.ts`) },
      enableFindRelatedTests: false,
    },
    coverageAnalysis: 'perTest',
    mutate: files,
    // What tests do not read. TypeScript checks nothing here, so its settings need no rewriting.
    ignorePatterns: ['/dist', '/docs', '/reports', '/.lab', '/tsconfig*.json'],
    concurrency: 2,
    timeoutMS: 5_000,
    incremental: flags.includes('--incremental'),
    incrementalFile: `reports/mutation/${folder}-incremental.json`,
    reporters: ['progress-append-only', 'clear-text', 'json'],
    jsonReporter: { fileName: `reports/mutation/${folder}.json` },
    clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
  }).runMutationTest();
}

/** @returns the score of each file that has to reach the least one, and of the other files together */
function scores(folder, held, mutants) {
  const groups = new Map();
  for (const { fileName, status } of mutants) {
    const file = fileName.replaceAll('\\', '/').split(`src/${folder}/`).at(-1);
    const name = held.test(file) ? `${folder}/${file}` : `${folder}, the rest`;
    if (!groups.has(name)) groups.set(name, { killed: 0, left: 0, least: held.test(file) });
    const group = groups.get(name);
    if (status === 'Killed' || status === 'Timeout') group.killed++;
    else if (status === 'Survived' || status === 'NoCoverage') group.left++;
  }
  return [...groups]
    .filter(([, { killed, left }]) => killed + left > 0)
    .map(([name, { killed, left, least }]) => {
      const score = (100 * killed) / (killed + left);
      return { folder, name, killed, left, score, below: least && score < LEAST };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** One row of the table, in Markdown. */
function line({ name, killed, left, score }) {
  return `| ${name} | ${killed + left} | ${left} | ${(Math.floor(10 * score) / 10).toFixed(1)} |`;
}

/** Replaces the rows of the folders that were run in the table of the document. */
function document(fresh) {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [from, to] = [text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)];
  const run = new Set(fresh.map(({ folder }) => folder));
  const old = text
    .slice(from, to)
    .split('\n')
    .filter((row) => /^\| [a-z]+[/,]/.test(row));
  const table = Object.keys(FOLDERS).flatMap((folder) =>
    run.has(folder)
      ? fresh.filter((row) => row.folder === folder).map(line)
      : old.filter((row) => row.startsWith(`| ${folder}/`) || row.startsWith(`| ${folder},`)),
  );
  const head = ['| file | mutants | left alive | killed, % |', '|---|--:|--:|--:|'];
  writeFileSync(DOCUMENT, `${text.slice(0, from)}${[...head, ...table].join('\n')}\n${text.slice(to)}`);
}
