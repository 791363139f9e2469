/** Whatever a variant does to the process that reads it, the run says which one it was. */
import { expect, test } from '@jest/globals';
import { damageOf } from './mutate.js';
import { type Report, supervise, variant } from './supervise.js';

const BREAKS_AT = 7;
const ASSIGNMENT = {
  module: new URL('./broken-targets.ts', import.meta.url).href,
  seed: 1,
  from: 0,
  to: 20,
  slowestMs: 3000,
};

const run = (target: string): Promise<Report> => supervise({ ...ASSIGNMENT, target });

test('a campaign without a defect: counts, and the memory that it took', async () => {
  const report = await run('fine');
  expect(report).toMatchObject({
    tally: { target: 'fine', variants: 20, outcomes: { refused: 1, accepted: 19 } },
    peak: expect.any(Number),
  });
});

test.each([
  ['crash', /TypeError.*undefined/],
  ['promise', /BrokenPromise: read otherwise/],
  ['silent', /refused by no message for people/],
  ['hang', /does not end within 3000 ms/],
  ['exit', /its process ended with status 3/],
  ['hog', /takes \d+ MiB above the start, more than 64/],
  ['endless', /takes \d+ MiB above the start, more than 64/],
])('%s is a defect, told with its input', async (target, what) => {
  const report = await run(target);
  if (!('defect' in report)) throw new Error('no defect was found');
  const { defect } = report;
  expect(defect.what).toMatch(what);
  expect(defect.number).toBe(BREAKS_AT);
  expect(defect.damage).toBe(damageOf(BREAKS_AT));
  expect(await variant({ ...ASSIGNMENT, target }, defect.number)).toMatchObject({ input: defect.input });
});

test('a target that is not there is an error, no defect', async () => {
  await expect(run('none')).rejects.toThrow(/^none: its process ended/);
});
