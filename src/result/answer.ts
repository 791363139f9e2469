/** The ten-second answer: what a reviewer has to know first, as data for all formats for people. */
import type { FindingStatus, ReasonCode, Severity, VerdictCode, VerdictCounts } from './audit.js';

/**
 * One for each account under audit. Texts may hold names from the directory: they are bounded, and to be encoded like
 * everything else where they go out.
 */
export interface Answer {
  /** Its name for people. */
  readonly account: string;
  readonly sid: string;
  /** One sentence with numbers. */
  readonly headline: string;
  /** What the headline is about; null where the evidence holds nobody to act on. */
  readonly main: MainReach | null;
  /** Will it work, is it safe, can this be trusted: in this order. */
  readonly questions: readonly Question[];
  /** Populations with targets: whom it is meant to reach first, then tier zero. */
  readonly bars: readonly Bar[];
  /** Targets outside of the containers that it is meant to reach; in no bar. */
  readonly outside: number;
  /** At most three: why some of those that it is meant to reach are no plain `can`. */
  readonly reasons: readonly MainReason[];
  /** Of the open findings on it and on the directory itself; where none is open, of those that do not count. */
  readonly worst: WorstFinding | null;
  /** Findings on it and on the directory itself that do not count: accepted, or in the baseline already. */
  readonly settled: number;
  /** Against the former result; null where none was given. */
  readonly since: Since | null;
  /** When and where the evidence was collected, or what is known instead. */
  readonly dated: string;
}

/** On how many the first action can act, and it lasts. */
export interface MainReach {
  readonly action: string;
  /** Ids of the populations that are counted; empty: all targets, since none of those that are meant to be reached has any. */
  readonly populations: readonly string[];
  readonly can: number;
  readonly unknown: number;
  readonly targets: number;
}

export const QUESTION_IDS = ['works', 'safe', 'trust'] as const;
export type QuestionId = (typeof QUESTION_IDS)[number];

export type Sign = 'yes' | 'partly' | 'no' | 'unknown';

export interface Question {
  readonly id: QuestionId;
  readonly question: string;
  readonly sign: Sign;
  /** A few words; they go with the sign and do not repeat it. */
  readonly answer: string;
}

export interface Bar {
  /** Id of the population. */
  readonly population: string;
  /** With a capital. */
  readonly title: string;
  readonly expected: boolean;
  readonly tierZero: boolean;
  readonly targets: number;
  /** Those that are about some of its targets. */
  readonly actions: readonly { readonly action: string; readonly title: string; readonly counts: VerdictCounts }[];
}

export interface MainReason {
  readonly reason: ReasonCode;
  readonly verdict: VerdictCode;
  /** The action that is counted: that of the headline, where it has the reason. */
  readonly action: string;
  /** Enabled accounts that it is meant to reach. */
  readonly count: number;
  /** A few words. */
  readonly words: string;
  /** The change that gains the most of them, and how many; null where none was found. */
  readonly mend: string | null;
  /** How many that is; 0 where there is none. */
  readonly gain: number;
  /** What else to look at before that change is made. */
  readonly caution: string | null;
}

export interface WorstFinding {
  /** What is not open does not count: it is accepted, or in the baseline. */
  readonly status: FindingStatus;
  readonly severity: Severity;
  readonly rule: string;
  readonly sentence: string;
  readonly fingerprint: string;
}

export interface Since {
  /** By action: how many of those that it is meant to reach; empty where the former result does not say, or had another scope. */
  readonly reach: readonly { readonly action: string; readonly before: number; readonly after: number }[];
  /**
   * Causes of findings on it and on the directory itself; null where that cannot be compared: it was not under audit then, or
   * the scope, the actions or the profile were others, so that what is missing may not have been looked for.
   */
  readonly findings: { readonly more: number; readonly fewer: number } | null;
  /** Null where it is not known. */
  readonly sameRules: boolean | null;
}
