/** Holds one token of the product against the server's. */
import type { Sid } from '../../src/descriptor/types.js';
import { type Holding, TOKEN_DEVIATIONS, type TokenDeviation, type TokenModel } from './token-model.js';

/** A SID that one of the four has and another has not, without a known cause. */
export interface Unexplained {
  readonly sid: Sid;
  readonly product: boolean;
  readonly server: boolean;
  /** The model without deviations. */
  readonly specification: boolean;
  /** The model with all of them. */
  readonly serverModel: boolean;
}

export interface TokenVerdict {
  /** SIDs that both have. */
  readonly shared: number;
  /** How many SIDs differ, by the deviations that it takes. */
  readonly causes: ReadonlyMap<string, number>;
  readonly unexplained: readonly Unexplained[];
}

const ALL: ReadonlySet<TokenDeviation> = new Set(TOKEN_DEVIATIONS);
const NONE: ReadonlySet<TokenDeviation> = new Set();

/**
 * Three things have to hold of every SID, as of every answer about a descriptor (judge.ts): the model with all deviations
 * has it exactly where the server has it; the one without any, exactly where the product has it; and where product and
 * server differ, some deviations lead from one to the other. So no cause can hide a mistake beside it.
 */
export function judgeToken(
  model: TokenModel,
  account: Holding,
  product: ReadonlySet<Sid>,
  server: ReadonlySet<Sid>,
): TokenVerdict {
  const specified = model.token(account, NONE);
  const modelled = model.token(account, ALL);
  const causes = new Map<string, number>();
  const unexplained: Unexplained[] = [];
  let shared = 0;
  for (const sid of new Set([...product, ...server, ...specified, ...modelled])) {
    const each: Unexplained = {
      sid,
      product: product.has(sid),
      server: server.has(sid),
      specification: specified.has(sid),
      serverModel: modelled.has(sid),
    };
    if (each.product !== each.specification || each.server !== each.serverModel) unexplained.push(each);
    else if (each.product && each.server) shared++;
    else {
      const cause = SUBSETS.find((on) => model.token(account, new Set(on)).has(sid) === each.server)!.join(' + ');
      causes.set(cause, (causes.get(cause) ?? 0) + 1);
    }
  }
  return { shared, causes, unexplained };
}

/** All sets of deviations, the smallest first. */
const SUBSETS: readonly (readonly TokenDeviation[])[] = Array.from(
  { length: 1 << TOKEN_DEVIATIONS.length },
  (_, bits) => TOKEN_DEVIATIONS.filter((_deviation, bit) => (bits >> bit) & 1),
).sort((a, b) => a.length - b.length);
