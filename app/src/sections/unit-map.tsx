/** Organisational units as areas: as large as they have targets, coloured by the share that the action can reach. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { barCells, count, counted, percent } from '../../../src/report/numbers.js';
import { useLink, usePage } from '../model/context.js';
import type { Report } from '../model/report.js';
import { nested, type Piece, type Tile, tilesOf } from '../model/tiles.js';
import { targetsOf } from '../model/units.js';

const MOST_TILES = 80;
/** Pixels of either side that a finger needs (WCAG 2.2, 2.5.8). */
const SMALLEST = 24;

/** A piece of its own is large enough to be pressed: 24 by 24 pixels, whatever its shape. */
const LEAST_AREA = 30 * 30;
/** From here on it is shown what a unit consists of. */
const LEAST_OPEN = 200 * 120;

export function UnitMap({ pieces, action }: { readonly pieces: readonly Piece[]; readonly action: number }) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const height = Math.round(Math.min(460, Math.max(280, width * 0.42)));
  const area = width * height;
  const shown = nested(pieces, action, { most: MOST_TILES, least: LEAST_AREA / area, open: LEAST_OPEN / area });
  return (
    <figure class={shown.length === 0 ? 'units empty' : 'units'}>
      <div class="map" ref={frame} style={{ height: `${height}px` }}>
        {tilesOf(shown, action, { width, height }).map((tile, i) => (
          <TileBox key={`${tile.piece.kind} ${tile.piece.unit?.dn ?? i}`} tile={tile} action={action} />
        ))}
      </div>
      <figcaption>
        <ul class="legend">
          <li>The larger, the more targets.</li>
          <li>
            <span class="swatch reached" aria-hidden="true" />
            the action works on these, and it lasts
          </li>
          <li>
            <span class="swatch" aria-hidden="true" />
            all others
          </li>
          <li>
            <span class="swatch tier-zero" aria-hidden="true" />
            accounts of tier zero in it
          </li>
          <li>▸ has units below</li>
        </ul>
      </figcaption>
    </figure>
  );
}

/** Whoever the page does not list is not counted by it. */
export function tierZeroWords(report: Report, number: number): string {
  return `${report.unlisted > 0 ? 'at least ' : ''}${count(number)} of tier zero`;
}

/** How wide an element is, in pixels. */
function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(1000);
  useEffect(() => {
    const of = element.current;
    if (of === null) return;
    const observer = new ResizeObserver(() => {
      if (of.clientWidth > 0) setWidth(of.clientWidth);
    });
    observer.observe(of);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

function TileBox({ tile, action }: { readonly tile: Tile; readonly action: number }) {
  const { report } = usePage();
  const link = useLink();
  const { piece, x, y, width, height, open } = tile;
  const { kind, unit, counts, tierZero } = piece;
  const { id } = report.actions[action]!;
  const own = counts[action] ?? null;
  const targets = targetsOf(own);
  const isBranch = kind === 'unit' && unit!.children.length > 0;
  const name = kind === 'others' ? counted(piece.units, 'smaller unit') : piece.name.replace(/^(ou|cn)=/i, '');
  const share = percent(own?.can ?? 0, targets);
  const numbers = `${count(own?.can ?? 0)} of ${count(targets)}`;
  const rest = [
    ...(tierZero > 0 ? [tierZeroWords(report, tierZero)] : []),
    ...(kind !== 'unit' ? [] : [isBranch ? 'go into it' : 'show these accounts']),
  ];
  const title = [`${name}: works, and lasts, on ${numbers}, ${share}`, ...rest].join('; ');
  const style = { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` };
  const look = `tile${open ? ' open' : ''}${tierZero > 0 ? ' tier-zero' : ''}`;
  // So much of its area as there is of the accounts; a little where there are any, and never all where one is missing.
  const filled = barCells([own?.can ?? 0, targets - (own?.can ?? 0)], 1000)[0]! / 10;
  const hasName = width >= 48 && height >= 36;
  const content = (
    <>
      {!open && <span class="reached" style={{ width: `${filled}%` }} />}
      <span class="text">
        <span class={hasName ? 'name' : 'unseen'}>
          {isBranch && hasName && <span aria-hidden="true">▸{'\u00a0'}</span>}
          {name}
        </span>{' '}
        <span class={hasName && (open || height >= 56) ? 'number' : 'unseen'}>
          {width >= 120 ? `${share} (${numbers})` : share}
        </span>
        <span class="unseen">{[width >= 120 ? '' : ` (${numbers})`, ...rest].join('; ')}</span>
      </span>
    </>
  );
  // What is too small to be pressed is a picture; the table below leads there.
  if (kind !== 'unit' || width < SMALLEST || height < SMALLEST) {
    return (
      <div class={look} style={style} title={title}>
        {content}
      </div>
    );
  }
  const href = link(isBranch ? 'units' : 'accounts', { ou: unit!.dn, action: id });
  return (
    <a class={look} style={style} href={href} title={title}>
      {content}
    </a>
  );
}
