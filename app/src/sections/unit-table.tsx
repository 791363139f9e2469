/** The same as the picture of units, in numbers. */
import { count, percent } from '../../../src/report/numbers.js';
import type { VerdictCounts } from '../../../src/result/audit.js';
import { useLink, usePage } from '../model/context.js';
import type { Piece } from '../model/tiles.js';
import { targetsOf, type Unit } from '../model/units.js';
import { VerdictBar } from '../parts/pictures.js';
import { More, useSteps } from '../parts/steps.js';
import { Table } from '../parts/table.js';

const STEP = 15;

export function UnitTable({
  unit,
  pieces,
  action,
}: {
  readonly unit: Unit;
  readonly pieces: readonly Piece[];
  readonly action: number;
}) {
  const { report } = usePage();
  const [shown, more] = useSteps(pieces.length, STEP);
  const heads = [
    { title: 'Unit' },
    { title: 'Targets', number: true },
    ...report.actions.map(({ title }) => ({ title })),
    { title: report.unlisted > 0 ? 'Tier zero, at least' : 'Tier zero', number: true },
  ];
  return (
    <>
      <Table
        caption={`Units in ${unit.name}: on how many of the targets in and below each an action works, and it lasts`}
        heads={heads}
      >
        {pieces.slice(0, shown).map((piece) => (
          <Row key={`${piece.kind} ${piece.unit?.dn}`} piece={piece} action={action} />
        ))}
      </Table>
      <More shown={shown} total={pieces.length} step={STEP} more={more} what="units" />
    </>
  );
}

function Row({ piece, action }: { readonly piece: Piece; readonly action: number }) {
  const { report } = usePage();
  const link = useLink();
  const { kind, unit, name, counts, tierZero } = piece;
  const { id } = report.actions[action]!;
  const isBranch = kind === 'unit' && unit!.children.length > 0;
  // Actions may be about different classes: those of the action that has most here.
  const most = Math.max(...counts.map(targetsOf));
  return (
    <tr>
      <th scope="row">
        <span class="clamped" title={name}>
          {isBranch ? <a href={link('units', { ou: unit!.dn, action: id })}>▸ {name}</a> : name}
        </span>
        {kind === 'unit' && (
          <>
            {' '}
            <a
              class="small screen-only"
              href={link('accounts', { ou: unit!.dn, action: id })}
              aria-label={`Accounts in ${name}`}
            >
              accounts
            </a>
          </>
        )}
      </th>
      <td class="n">{count(most)}</td>
      {counts.map((own, i) => (
        <Share key={report.actions[i]!.id} counts={own} />
      ))}
      <td class={tierZero === 0 ? 'n zero' : 'n'}>{count(tierZero)}</td>
    </tr>
  );
}

function Share({ counts }: { readonly counts: VerdictCounts | null }) {
  const targets = targetsOf(counts);
  if (counts === null || targets === 0) return <td class="mini zero">-</td>;
  return (
    <td class="mini">
      {count(counts.can)} of {count(targets)} <span class="share">({percent(counts.can, targets)})</span>
      <VerdictBar counts={counts} />
    </td>
  );
}
