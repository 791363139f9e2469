/** A target's state in words, as an explanation tells it. */
import type { TargetView } from '../result/explain.js';

/** @returns whether AdminSDHolder protects it, and why; the ways to its protected groups follow */
export function protectionWords(target: TargetView): string {
  if (target.protected === 'yes') return target.protectedBy.length > 0 ? 'yes, through' : 'yes, by its own RID';
  if (target.protected === 'unknown') return 'not known for certain';
  const marked = (target.adminCount ?? 0) > 0 || target.equalsAdminSDHolder === 'yes';
  if (target.excluded) {
    const mark = marked ? '; its marks stem from before' : '';
    const what = target.kind === 'group' ? 'it is, or is in, a group that is' : 'its groups are';
    return `no: ${what} taken out of the protected set by dSHeuristics (dwAdminSDExMask)${mark}`;
  }
  return marked ? 'no, it is in no protected group; what it bears was left behind when it was in one' : 'no';
}

const INHERITANCE: Readonly<Record<TargetView['inheritance'], string>> = {
  on: 'on',
  off: 'OFF, so that no entry of the containers above reaches it',
  unknown: 'not known',
};

/** @returns whether entries of the containers above reach it */
export function inheritanceWords({ inheritance }: TargetView): string {
  return INHERITANCE[inheritance];
}

const COMPARED: Readonly<Record<TargetView['equalsAdminSDHolder'], string>> = {
  yes: "equal to AdminSDHolder's",
  no: "not AdminSDHolder's",
  unknown: "not comparable with AdminSDHolder's",
};

/** @returns `adminCount: 1; its list is equal to AdminSDHolder's` */
export function adminCountWords({ adminCount, equalsAdminSDHolder }: TargetView): string {
  return `adminCount: ${adminCount ?? 'not set'}; its list is ${COMPARED[equalsAdminSDHolder]}`;
}

/** @returns its class, and whether the schema has it */
export function classWords({ className, classKnown }: TargetView): string {
  return `${className || 'not read'}${classKnown || className === '' ? '' : ' (not in the schema)'}`;
}

/** @returns its userAccountControl, and whether it is enabled */
export function accountControlWords({ userAccountControl: flags, enabled, kind }: TargetView): string {
  if (kind !== 'account') return 'It is no account: no flags, and it cannot be disabled';
  return flags === null
    ? 'userAccountControl: could not be read (which is not 0), so neither is it known whether it is enabled'
    : `userAccountControl 0x${flags.value.toString(16)}: ${enabled === 'yes' ? 'enabled' : 'DISABLED'}; ${flags.flags.join(', ') || 'no flag'}`;
}
