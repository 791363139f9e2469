/** The fields of `reach` that rules can read. */
import type { ReachFacts } from '../facts/reach.js';
import type { FieldsOf } from './field.js';

export const reach: FieldsOf<ReachFacts> = {
  granted: {
    type: 'list<string>',
    actionIds: true,
    doc: 'Ids of the actions whose access is granted.',
    example: ['disable', 'enable'],
  },
  grantedApart: {
    type: 'list<string>',
    actionIds: true,
    doc: 'Those of `granted` that no entry decides which comes with a privileged membership (scope membership).',
    example: ['disable', 'enable'],
  },
  lasting: {
    type: 'list<string>',
    actionIds: true,
    doc: 'Ids of the actions whose verdict is `can`.',
    example: ['disable', 'enable'],
  },
  untilRun: {
    type: 'list<string>',
    actionIds: true,
    doc: "Ids of the actions whose verdict is `can-until-sdprop`: they work now, until AdminSDHolder's next run.",
    example: [],
  },
};
