/** What only a managed service account has: who can have its password, its keys, its encryption. */
import { count } from '../../../src/report/numbers.js';
import { retrieversWords } from '../../../src/report/retriever-words.js';
import type { AuditedAccount } from '../../../src/result/audit.js';
import type { ManagedAccount, Retriever } from '../../../src/result/managed.js';
import type { Tristate } from '../../../src/result/tristate.js';
import { shortClass } from '../../../src/words/account-kind.js';
import { encryptionWords, intervalWords, rootKeyWords } from '../../../src/words/managed.js';
import { useLink, usePage } from '../model/context.js';
import { brief } from '../model/long.js';
import { More, useSteps } from '../parts/steps.js';
import { Table } from '../parts/table.js';

/** Retrievers that are shown at a time. */
const STEP = 25;

export function Managed({ account, managed }: { readonly account: AuditedAccount; readonly managed: ManagedAccount }) {
  return (
    <>
      <h3>Password and keys</h3>
      <dl>
        <dt>Encryption types</dt>
        <dd>{encryptionWords(managed)}</dd>
        {account.kind !== 'smsa' && (
          <>
            <dt>New password</dt>
            <dd>{intervalWords(managed)}</dd>
            <dt>KDS root key</dt>
            <dd>{rootKeyWords(managed)}</dd>
          </>
        )}
        <dt>Host name</dt>
        <dd>{managed.dnsHostName === null ? 'not set, or not read' : brief(managed.dnsHostName)}</dd>
      </dl>
      {account.kind === 'smsa' && !managed.retrieversKnown ? (
        <p>A standalone managed service account has no list of hosts: the one it is installed on sets its password.</p>
      ) : (
        <Retrievers managed={managed} />
      )}
    </>
  );
}

const CONTROLLER: Readonly<Record<Tristate, string>> = { yes: 'yes', no: 'no', unknown: 'not known' };

function Retrievers({
  managed: { retrievers, furtherRetrievers, retrieversKnown },
}: {
  readonly managed: ManagedAccount;
}) {
  const [shown, more] = useSteps(retrievers.length, STEP);
  if (!retrieversKnown) {
    return (
      <p>
        <strong>Who may retrieve its password is not known:</strong> msDS-GroupMSAMembership is not set, or was not
        read.
      </p>
    );
  }
  if (retrievers.length === 0) return <p>Nobody was found who may retrieve its password.</p>;
  return (
    <>
      <p>
        <strong>{retrieversWords(retrievers, furtherRetrievers)}</strong>
      </p>
      <Table
        caption="Who may retrieve its password, down through groups"
        heads={[
          { title: 'Host or principal' },
          { title: 'Class' },
          { title: 'May retrieve it' },
          { title: 'Domain controller' },
          { title: 'Let in as' },
        ]}
      >
        {retrievers.slice(0, shown).map((retriever, i) => (
          <Row key={`${i} ${retriever.sid}`} retriever={retriever} />
        ))}
      </Table>
      <More shown={shown} total={retrievers.length} step={STEP} more={more} what="retrievers" />
      {furtherRetrievers > 0 && (
        <p>{count(furtherRetrievers)} more may retrieve it, or perhaps may; the result names the first 1,000.</p>
      )}
    </>
  );
}

function Row({
  retriever: { sid, dn, name, className, domainController, mayRetrieve, through },
}: {
  readonly retriever: Retriever;
}) {
  const { report } = usePage();
  const link = useLink();
  const short = brief(report.shortName(name));
  return (
    <tr>
      <th scope="row">
        {sid !== '' && dn !== '' && report.data.targets.sid.includes(sid) ? (
          <a href={link('accounts', { q: sid })}>{short}</a>
        ) : (
          short
        )}
        <span class="why">{dn === '' ? sid : brief(report.shortDn(dn))}</span>
      </th>
      <td class="few">{className === '' ? '-' : shortClass(className)}</td>
      <td>
        {mayRetrieve !== 'yes' && <span aria-hidden="true">⚠ </span>}
        {mayRetrieve === 'yes' ? 'yes' : 'not known: an entry is undecided'}
      </td>
      <td>
        {domainController !== 'yes' && <span aria-hidden="true">⚠ </span>}
        {CONTROLLER[domainController]}
      </td>
      <td class="few">{brief(report.shortName(through))}</td>
    </tr>
  );
}
