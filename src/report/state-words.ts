/** The state of a target in a few words; nothing for the usual state. */
import type { TargetState } from '../result/sink.js';

export function stateWords({
  enabled,
  protected: isProtected,
  inheritance,
  adminCount,
}: TargetState): readonly string[] {
  const words: string[] = [];
  if (enabled === 'no') words.push('disabled');
  if (enabled === 'unknown') words.push('enabled?');
  if (isProtected === 'yes') words.push('protected');
  if (isProtected === 'unknown') words.push('protected?');
  if (inheritance === 'off') words.push('inheritance off');
  if (inheritance === 'unknown') words.push('inheritance?');
  if (adminCount !== null && adminCount !== 0) words.push(`adminCount=${adminCount}`);
  return words;
}
