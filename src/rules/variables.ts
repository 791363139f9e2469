/**
 * The one table of what rules can read: variables, and which variables each scope has. CEL is typed from it; docs/rules.md is
 * made of it.
 */
import type { Scope, ScopeVariables } from '../facts/index.js';
import { coverage, hole, mode, population, question } from './coverage-fields.js';
import { domain } from './domain-fields.js';
import { deleted, entry } from './entry-fields.js';
import type { Field } from './field.js';
import { account, delegation, membership, target, verdict } from './fields.js';
import { grant } from './grant-fields.js';
import { reach } from './reach-fields.js';
import { retriever } from './retriever-fields.js';
import { takeover } from './takeover-fields.js';

export type VariableName = { [S in Scope]: keyof ScopeVariables[S] }[Scope];

interface Variable {
  readonly doc: string;
  readonly fields: Readonly<Record<string, Field>>;
}

/** The variables, in the order of the reference. */
export const VARIABLES: Readonly<Record<VariableName, Variable>> = {
  account: { doc: 'The account under audit.', fields: { ...account } },
  target: {
    doc: 'What can be acted on: an account, or an object of another class that the action names (`targets`).',
    fields: { ...target },
  },
  verdict: { doc: 'The outcome of one action of the account on the target.', fields: { ...verdict } },
  reach: { doc: 'The outcomes of all actions of the account on the target.', fields: { ...reach } },
  delegation: {
    doc: 'An entry, written on a container, that gives the account under audit something.',
    fields: { ...delegation },
  },
  retriever: {
    doc: 'A principal that may retrieve the managed password of the account under audit.',
    fields: { ...retriever },
  },
  membership: { doc: 'A privileged group of which the account under audit is a member.', fields: { ...membership } },
  grant: {
    doc: "An entry of objects' own, or their ownership, that gives the account under audit something beyond the actions.",
    fields: { ...grant },
  },
  population: {
    doc: 'How far the account under audit reaches one population, by all actions.',
    fields: { ...population },
  },
  coverage: { doc: 'How far one action of the account under audit reaches one population.', fields: { ...coverage } },
  takeover: {
    doc: 'Somebody who can take over the account under audit, a group that holds its delegations or may retrieve its password, or a container above it.',
    fields: { ...takeover },
  },
  mode: {
    doc: 'As whom the sensors act (--mode, --answers), and how LocalSystem compares with the account under audit.',
    fields: { ...mode },
  },
  question: { doc: 'What no directory holds (rules/questions.yaml), and what was answered.', fields: { ...question } },
  hole: {
    doc: 'Accounts that the account under audit should reach and does not, with the one change that would let it.',
    fields: { ...hole },
  },
  entry: {
    doc: 'An entry of containers for the account under audit, or a group of it, that says nothing new or comes to nothing.',
    fields: { ...entry },
  },
  deleted: { doc: 'A SID that entries still name, and that no object has any more.', fields: { ...deleted } },
  domain: { doc: 'A domain of the sources, and its AdminSDHolder.', fields: { ...domain } },
};

interface ScopeEntry<S extends Scope> {
  readonly doc: string;
  /** Every variable of the scope, each once. */
  readonly variables: Readonly<Record<keyof ScopeVariables[S], true>>;
}

const SCOPE_TABLE: { readonly [S in Scope]: ScopeEntry<S> } = {
  account: { doc: 'once for each account under audit', variables: { account: true } },
  target: { doc: 'once for each account that can be acted on, whoever is audited', variables: { target: true } },
  reach: {
    doc: 'once for each account under audit and target',
    variables: { account: true, target: true, reach: true },
  },
  verdict: {
    doc: 'once for each account under audit, target and action',
    variables: { account: true, target: true, verdict: true },
  },
  delegation: {
    doc: 'once for each entry on a container that gives the account under audit something',
    variables: { account: true, delegation: true },
  },
  retriever: {
    doc: "once for each principal that may retrieve the account's managed password",
    variables: { account: true, retriever: true },
  },
  membership: {
    doc: 'once for each privileged group (one that AdminSDHolder protects) that the account under audit is in, with no other one on the way',
    variables: { account: true, membership: true },
  },
  grant: {
    doc: "once for each entry, on all the objects that have it as their own, that gives the account under audit something beyond the actions; once for each owner's implicit rights",
    variables: { account: true, grant: true },
  },
  population: {
    doc: 'once for each account under audit and population (rules/populations.yaml) that has accounts in scope',
    variables: { account: true, population: true },
  },
  coverage: {
    doc: 'once for each account under audit, population (rules/populations.yaml) and action, where there are such accounts in scope',
    variables: { account: true, coverage: true },
  },
  takeover: {
    doc: 'once for each trustee that can take over such an object; administrators and the platform are left out',
    variables: { account: true, takeover: true },
  },
  mode: { doc: 'once for each account under audit', variables: { account: true, mode: true } },
  question: { doc: 'once for each question of rules/questions.yaml', variables: { question: true } },
  hole: {
    doc: 'once for each change that would let the account under audit act on more of those whom it is meant to reach',
    variables: { account: true, hole: true },
  },
  possibleGrant: {
    doc: 'once for each such entry of which it is not known whether the account under audit carries its trustee',
    variables: { account: true, grant: true },
  },
  entry: {
    doc: 'once for each entry of containers, with a trustee of the token, that says nothing new or comes to nothing',
    variables: { account: true, entry: true },
  },
  deleted: {
    doc: 'once for each SID of a domain of the sources that entries of containers name and no object has, whoever is audited',
    variables: { deleted: true },
  },
  domain: { doc: 'once for each domain of the sources, whoever is audited', variables: { domain: true } },
};

export const SCOPE_NAMES = Object.keys(SCOPE_TABLE) as readonly Scope[];

/** When rules of a scope are evaluated, in words. */
export function scopeDoc(scope: Scope): string {
  return SCOPE_TABLE[scope].doc;
}

/** The variables that rules of a scope see. */
export function variablesOf(scope: Scope): readonly VariableName[] {
  return Object.keys(SCOPE_TABLE[scope].variables) as VariableName[];
}
