/** Sources that show a directory which does not exist, since changes were made to them in memory. */
import type { OriginInfo } from '../result/sources.js';

export interface SimulatedSources {
  /** Their names, each once. */
  readonly names: readonly string[];
  /** How many changes were made, at most to one of them. */
  readonly changes: number;
}

/** @returns those among the sources, and among what they were made from; null where there are none */
export function simulatedSources(sources: readonly OriginInfo[]): SimulatedSources | null {
  const found = sources.flatMap(origins);
  if (found.length === 0) return null;
  return {
    names: [...new Set(found.map(({ name }) => name))],
    changes: Math.max(...found.map(({ simulated }) => simulated!.changes)),
  };
}

function origins(source: OriginInfo): readonly OriginInfo[] {
  return [...(source.simulated === undefined ? [] : [source]), ...(source.madeFrom ?? []).flatMap(origins)];
}
