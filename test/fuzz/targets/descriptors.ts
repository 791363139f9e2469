/** Security descriptors and what they hold: bytes, text, conditions, resource attributes. */
import fc from 'fast-check';
import { conditionOutcome } from '../../../src/access/condition.js';
import { decodeCondition, encodeCondition } from '../../../src/descriptor/condition/index.js';
import {
  descriptorToJson,
  encodeSecurityDescriptor,
  formatCondition,
  formatSddl,
  parseSddl,
  parseSecurityDescriptor,
} from '../../../src/descriptor/index.js';
import { decodeResourceAttribute, encodeResourceAttribute } from '../../../src/descriptor/resource-attribute/index.js';
import type { SecurityDescriptor } from '../../../src/descriptor/types.js';
import { builtinNames } from '../../../src/directory/names.js';
import { AdreachError } from '../../../src/errors/index.js';
import { descriptorInWords } from '../../../src/words/index.js';
import { anyDescriptor, condition, printableDescriptor, resourceAttribute } from '../../descriptor/arbitraries.js';
import type { PlainObject } from '../inputs/objects.js';
import { type Outcome, type ParserTarget, promised } from '../parser-target.js';

const NAMES = builtinNames();
const WHO = { carries: () => 'unknown' as const, isSelf: true };
const NOTHING = parseSddl('D:S:');
type BasicAce = Extract<NonNullable<SecurityDescriptor['dacl']>['aces'][number], { form: 'basic' }>;
const [ALLOWS, DENIES] = parseSddl('D:(XA;;RP;;;WD;(a))(XD;;RP;;;WD;(a))').dacl!.aces as [BasicAce, BasicAce];
/** Nothing is read from a disk. */
const CHEAP = 0.02;
/** Stored descriptors of the lab that are damaged; more of them are alike. */
const STORED = 60;

/** @param objects of which the descriptors are taken, @param seed of the ones that are made up */
export function descriptorTargets(objects: readonly PlainObject[], seed: number): readonly ParserTarget[] {
  const sample = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.sample(arbitrary, { seed, numRuns: 200 });
  const stored = storedIn(objects);
  return [
    {
      name: 'descriptor',
      costly: CHEAP,
      inputs: [...stored, ...sample(anyDescriptor).map(encodeSecurityDescriptor)],
      run: ({ bytes }) => use(parseSecurityDescriptor(bytes)),
    },
    {
      name: 'sddl',
      costly: CHEAP,
      inputs: [...stored.map(parseSecurityDescriptor), ...sample(printableDescriptor)].map((sd) =>
        Buffer.from(formatSddl(sd)),
      ),
      run: ({ bytes }) => use(parseSddl(bytes.toString('utf8'), { domainSid: 'S-1-5-21-1-2-3' })),
    },
    {
      name: 'condition',
      costly: CHEAP,
      inputs: sample(condition).map(encodeCondition),
      run({ bytes }): Outcome {
        const [allows, denies] = [ALLOWS, DENIES].map(
          (ace) => conditionOutcome({ ...ace, applicationData: bytes }, WHO, NOTHING).applies,
        );
        try {
          const decoded = decodeCondition(bytes);
          promised(encodeCondition(decoded).length > 0, () => 'a condition that encodes to nothing');
          printable(() => formatCondition(decoded));
        } catch (error) {
          if (!(error instanceof AdreachError)) throw error;
          // What cannot be read grants nothing for certain, and does not fail to deny for certain.
          promised(allows !== 'yes' && denies !== 'no', () => `unreadable: allows ${allows}, denies ${denies}`);
          throw error;
        }
        return 'accepted';
      },
    },
    {
      name: 'resource-attribute',
      costly: CHEAP,
      inputs: sample(resourceAttribute).map(encodeResourceAttribute),
      run({ bytes }): Outcome {
        const decoded = decodeResourceAttribute(bytes);
        const again = decodeResourceAttribute(encodeResourceAttribute(decoded));
        promised(text(again) === text(decoded), () => 'encoding and decoding changed the resource attribute');
        return 'accepted';
      },
    },
  ];
}

function storedIn(objects: readonly PlainObject[]): readonly Buffer[] {
  const stored = new Map<string, Buffer>();
  for (const { attributes } of objects) {
    for (const [name, [value]] of attributes) {
      if (name.toLowerCase() === 'ntsecuritydescriptor' && value) stored.set(value.toString('base64'), value);
    }
  }
  return [...stored.values()].slice(0, STORED);
}

/** Everything that is done with a descriptor. */
function use(sd: SecurityDescriptor): Outcome {
  const sddl = formatSddl(sd);
  descriptorToJson(sd);
  descriptorInWords(sd, NAMES);
  for (const ace of sd.dacl?.aces ?? []) {
    if (ace.form === 'basic' || ace.form === 'object') conditionOutcome(ace, WHO, sd);
  }
  const again = parseSecurityDescriptor(encodeSecurityDescriptor(sd));
  promised(formatSddl(again) === sddl, () => 'encoding and parsing changed the descriptor');
  return 'accepted';
}

/** Text of a condition that SDDL cannot hold is refused by an error of the printer's own. */
function printable(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (error instanceof AdreachError || (error as Error).constructor.name === 'UnprintableError') return;
    throw error;
  }
}

function text(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'bigint' ? `${one}n` : one instanceof Uint8Array ? Buffer.from(one).toString('hex') : one,
  );
}
