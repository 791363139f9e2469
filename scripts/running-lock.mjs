import { readFileSync } from 'node:fs';

/** @returns what package-lock.json says of the packages that run, without those that only test and build */
export function runningLock() {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const [[, { devDependencies: _, ...root }], ...others] = Object.entries(lock.packages);
  const running = others.filter(([, { dev }]) => dev !== true);
  return { ...lock, packages: Object.fromEntries([['', root], ...running]) };
}
