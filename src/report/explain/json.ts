/** `adreach/explain/v1`: the explanation as data, with its sentences beside it. */
import type { Explanation } from '../../result/explain.js';
import { jsonText } from '../encode/json.js';
import { changeWords } from './change-words.js';
import { didWords, originWords } from './entry-words.js';
import { nearMissWords } from './near-miss-words.js';

const asIs = (dn: string): string => dn;

/** One line of JSON. The `text` fields are for people and may change their wording; everything else is the interface. */
export function explanationJson(explanation: Explanation): string {
  const { dacl, nearMisses, change, target } = explanation;
  return jsonText({
    ...explanation,
    dacl: {
      ...dacl,
      entries: dacl.entries.map((entry) => ({
        ...entry,
        text: { did: didWords(entry, explanation), origin: originWords(entry, asIs) },
      })),
    },
    nearMisses: nearMisses.map((miss) => ({ ...miss, text: nearMissWords(miss, target, asIs) })),
    change: { ...change, text: changeWords(explanation, asIs) },
  });
}
