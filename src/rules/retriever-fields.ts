/** The fields of `retriever` that rules can read. */
import type { RetrieverFacts } from '../facts/retrievers.js';
import type { FieldsOf } from './field.js';
import { TRISTATE } from './fields.js';

export const retriever: FieldsOf<RetrieverFacts> = {
  sid: { type: 'string', identifying: true, doc: 'SID.', example: 'S-1-5-21-1000000000-2000000000-3000000000-1000' },
  dn: {
    type: 'string',
    identifying: true,
    doc: 'Distinguished name; empty where the sources have no such object.',
    example: 'CN=DC1,OU=Domain Controllers,DC=securelab,DC=local',
  },
  name: { type: 'string', identifying: true, doc: 'DOMAIN\\sAMAccountName, or the SID.', example: 'SECURELAB\\DC1$' },
  className: { type: 'string', doc: 'Most specific class; empty where not known.', example: 'computer' },
  domainController: { type: 'string', doc: 'It is a domain controller.', example: 'yes', values: TRISTATE },
  mayRetrieve: {
    type: 'string',
    doc: 'It may retrieve the password; who is known not to is none.',
    example: 'yes',
    values: {
      yes: TRISTATE.yes,
      unknown: 'an entry could decide, and the evidence does not tell its outcome (a condition)',
    },
  },
  through: {
    type: 'string',
    doc: "Name of the entry's trustee through which it may, or perhaps may.",
    example: 'SECURELAB\\Domain Controllers',
  },
};
