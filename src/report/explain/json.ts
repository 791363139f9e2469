/** `adreach/explain/v1`: the explanation as data, with its sentences beside it. */
import type { ChangeView, EntryView, Explanation, NearMiss, RightView } from '../../result/explain.js';
import type {
  ChangeDocument,
  EntryDocument,
  ExplanationDocument,
  NearMissDocument,
  RightDocument,
} from '../../result/explain-document.js';
import type { Advice, AdviceDocument, Named, Step, StepDocument } from '../../result/steps.js';
import { changeWords } from '../../words/change.js';
import { conditionFactText } from '../../words/condition.js';
import { didWords, originWords } from '../../words/entry-view.js';
import { givenRightPhrases } from '../../words/given-right.js';
import { nearMissWords } from '../../words/near-miss.js';
import { requiredRightText } from '../../words/required-right.js';
import { jsonText } from '../encode/json.js';

const asIs = (dn: string): string => dn;

/**
 * What is written as JSON. `text` fields, and rights beside their typed form (`required`, `given`), are for people and may change
 * their wording; everything else is the interface.
 */
export function explanationDocument(explanation: Explanation): ExplanationDocument {
  const { request, dacl, nearMisses, documented, change, target } = explanation;
  return {
    ...explanation,
    request: { ...request, rights: request.rights.map(rightJson) },
    dacl: { ...dacl, entries: dacl.entries.map((entry) => entryJson(entry, explanation)) },
    nearMisses: nearMisses.map((miss) => missJson(miss, target)),
    documented: documented.map(rightJson),
    change: { ...changeJson(change), text: changeWords(explanation, asIs) },
  };
}

/** The document on one line. */
export const explanationJson = (explanation: Explanation): string => jsonText(explanationDocument(explanation));

function rightJson(view: RightView): RightDocument {
  return { ...view, right: requiredRightText(view.right), required: view.right };
}

function entryJson(entry: EntryView, explanation: Explanation): EntryDocument {
  const { condition } = entry;
  return {
    ...entry,
    condition: condition && {
      ...condition,
      missing: condition.missing.map(conditionFactText),
      missingFacts: condition.missing,
    },
    rights: entry.rights === null ? [] : givenRightPhrases(entry.rights),
    given: entry.rights ?? [],
    text: { did: didWords(entry, explanation), origin: originWords(entry, asIs) },
  };
}

function missJson(miss: NearMiss, target: Explanation['target']): NearMissDocument {
  return {
    ...miss,
    rights: givenRightPhrases(miss.rights),
    given: miss.rights,
    text: nearMissWords(miss, target, asIs),
  };
}

function changeJson(change: ChangeView): Omit<ChangeDocument, 'text'> {
  const { options, revoke } = change;
  return {
    ...change,
    options: options.map((steps) => steps.map(adviceJson)),
    revoke: revoke.map((steps) => steps.map(stepJson)),
  };
}

/** A step with names where this format always had them, and its other data beside them. */
function stepJson(step: Step): StepDocument {
  switch (step.do) {
    case 'add-entry': {
      const { rights, appliesTo } = step;
      return {
        ...step,
        rights: rights.map(requiredRightText),
        appliesTo: appliesTo?.name ?? null,
        required: rights,
        appliesToGuid: appliesTo?.guid ?? null,
      };
    }
    case 'leave-group': {
      const { member, group } = step;
      return {
        do: step.do,
        member: member.name,
        group: group.name,
        groupDn: group.dn,
        memberDn: member.dn,
        memberSid: member.sid,
        groupSid: group.sid,
      };
    }
    default:
      return step;
  }
}

function adviceJson(step: Advice): AdviceDocument {
  switch (step.do) {
    case 'confirm':
      return step;
    case 'collect':
      return 'dn' in step
        ? { do: step.do, what: step.what, of: step.dn }
        : { do: step.do, what: step.what, ...ofTrustee(step.of) };
    case 'look-at':
      if ('entry' in step) return { do: step.do, what: step.what, of: String(step.entry) };
      return 'dn' in step
        ? { do: step.do, what: step.what, of: step.dn }
        : { do: step.do, what: step.what, ...ofTrustee(step.of) };
    default:
      return stepJson(step);
  }
}

const ofTrustee = ({ name, sid }: Named) => ({ of: name ?? sid, ofSid: sid });
