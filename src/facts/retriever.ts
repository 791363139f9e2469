/** Scope `retriever`: who may retrieve the password of a managed service account. */
import type { AccountFacts } from './account-facts.js';
import type { RetrieverFacts } from './retrievers.js';
import type { FactScope } from './scope.js';

export const retrieverScope: FactScope<{ readonly account: AccountFacts; readonly retriever: RetrieverFacts }> = {
  *start({ account, retrievers }) {
    for (const retriever of retrievers?.retrievers.unexpanded() ?? []) yield { account, retriever };
  },
  observer({ account, retrievers }) {
    if (retrievers === null) return null;
    return ({ retriever }) => (retriever === null ? null : { account, retriever });
  },
};
