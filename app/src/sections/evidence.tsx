/** What the report rests on: sources, how they were read, what they hold, what is missing, what was assumed. */
import { classWords, countWords, withOrigins } from '../../../src/report/evidence-words.js';
import type { EvidenceBlock } from '../../../src/result/audit.js';
import type { OriginInfo, SourceInfo } from '../../../src/result/sources.js';
import { usePage } from '../model/context.js';
import { Section } from '../parts/section.js';
import { Dn, Table } from '../parts/table.js';
import { Collections } from './collections.js';
import './evidence.css';
import { Gaps } from './gaps.js';

export function Evidence() {
  const { data } = usePage().report;
  const { evidence, header, leftOut } = data;
  const { name, version, rules } = header.tool;
  return (
    <Section id="evidence" title="Evidence">
      <Sources evidence={evidence} />
      <Gaps evidence={evidence} left={leftOut.gaps ?? 0} />
      {evidence.notes.length > 0 && (
        <>
          <h3>Assumptions</h3>
          <ul>
            {evidence.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </>
      )}
      <h3>What the sources hold</h3>
      <Counts evidence={evidence} />
      <Domains evidence={evidence} />
      <Collections evidence={evidence} />
      <dl>
        <dt>Program</dt>
        <dd>
          {name} {version}
        </dd>
        <dt>Rule files, SHA-256</dt>
        <dd>
          <code>{rules}</code>
        </dd>
      </dl>
    </Section>
  );
}

function Sources({ evidence }: { readonly evidence: EvidenceBlock }) {
  const heads = ['Source', 'Kind', 'Server', 'Collected (UTC)', 'SHA-256'].map((title) => ({ title }));
  return (
    <Table caption="Sources: what was read, from where, and when" heads={heads}>
      {withOrigins(evidence.sources).map(({ source, depth }, i) => (
        <SourceRow key={`${i} ${source.name}`} source={source} depth={depth} />
      ))}
    </Table>
  );
}

function SourceRow({ source, depth }: { readonly source: SourceInfo | OriginInfo; readonly depth: number }) {
  const { name, kind, server, collectedAt, sha256, tool } = source;
  const modifiedAt = 'modifiedAt' in source ? source.modifiedAt : undefined;
  return (
    <tr>
      <th scope="row">
        {depth > 0 && <span class="soft">{'- '.repeat(depth)}made from </span>}
        {name}
      </th>
      <td>
        {kind}
        {tool !== undefined && ` (${tool.name} ${tool.version})`}
      </td>
      <td>{server ?? 'not known'}</td>
      <td>
        {collectedAt ?? 'not known'}
        {modifiedAt !== undefined && <span class="why">file last changed {modifiedAt}</span>}
      </td>
      <td>
        <code>{sha256 ?? 'none of its own'}</code>
      </td>
    </tr>
  );
}

function Counts({ evidence: { counts } }: { readonly evidence: EvidenceBlock }) {
  const { accountsByClass = [], containersByClass } = counts;
  return (
    <dl>
      <dt>In all</dt>
      <dd>{countWords(counts).join(', ')}</dd>
      {accountsByClass.length > 0 && (
        <>
          <dt>Accounts by class</dt>
          <dd>{classWords(accountsByClass)}</dd>
        </>
      )}
      <dt>Containers by class</dt>
      <dd>{classWords(containersByClass)}</dd>
    </dl>
  );
}

function Domains({ evidence: { domains } }: { readonly evidence: EvidenceBlock }) {
  return (
    <Table caption="Domains" heads={[{ title: 'Domain' }, { title: 'DN' }, { title: 'SID' }]}>
      {domains.map(({ dnsName, dn, sid }) => (
        <tr key={dn}>
          <th scope="row">{dnsName}</th>
          <td>
            <Dn dn={dn} />
          </td>
          <td>
            <code class="sid">{sid}</code>
          </td>
        </tr>
      ))}
    </Table>
  );
}
