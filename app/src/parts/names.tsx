/** DNs one below the other, as they stand below the domain. */
import { count } from '../../../src/report/numbers.js';
import { usePage } from '../model/context.js';
import { brief } from '../model/long.js';
import { Long } from './long.js';

export function Names({
  dns,
  total,
  href,
}: {
  readonly dns: readonly string[];
  /** How many there are, those included that are not named. */
  readonly total: number;
  readonly href?: (dn: string) => string;
}) {
  const { report } = usePage();
  return (
    <ul class="plain names">
      {dns.map((dn) => (
        <li key={dn}>
          {href === undefined || dn === '' ? (
            <Long text={report.shortDn(dn)} />
          ) : (
            <a href={href(dn)}>{brief(report.shortDn(dn))}</a>
          )}
        </li>
      ))}
      {total > dns.length && <li class="soft">and {count(total - dns.length)} more</li>}
    </ul>
  );
}
