/** The page as a whole: its parts in order, and the state of it, which is the fragment of its address. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Page, PageContext } from './model/context.js';
import { brief } from './model/long.js';
import { formatPlace, type Place, parsePlace } from './model/place.js';
import type { Report } from './model/report.js';
import { Panel } from './parts/panel.js';
import { Patterns } from './parts/pictures.js';
import { PrintFront } from './parts/print-front.js';
import { SECTIONS } from './sections/index.js';
import { TopBar } from './sections/top-bar.js';

export function App({ report }: { readonly report: Report }) {
  const [place, setPlace] = useState<Place>(() => parsePlace(location.hash));
  const account = Math.max(
    0,
    report.data.accounts.findIndex(({ sid, name }) => [sid, name].includes(place.query['account'] ?? '')),
  );
  const page = useMemo<Page>(
    () => ({
      report,
      place,
      account,
      copy: 0,
      go(to, refine = false) {
        const address = formatPlace(to);
        if (refine) history.replaceState(null, '', address);
        else history.pushState(null, '', address);
        setPlace(parsePlace(address));
      },
    }),
    [report, place, account],
  );
  useEffect(() => {
    const follow = () => setPlace(parsePlace(location.hash));
    window.addEventListener('hashchange', follow);
    window.addEventListener('popstate', follow);
    return () => {
      window.removeEventListener('hashchange', follow);
      window.removeEventListener('popstate', follow);
    };
  }, []);
  useScroll(place);
  const shown = SECTIONS.filter(({ has }) => has?.(report, account) ?? true);
  return (
    <PageContext.Provider value={page}>
      <Patterns />
      <div class="skip">
        <a href="#short">Skip to the answer</a>
        <a href="#accounts">Skip to all accounts</a>
      </div>
      <TopBar sections={shown} />
      <PrintFront sections={shown} />
      <Lost report={report} place={place} />
      <main>{report.data.paper ? <OnPaper page={page} /> : shown.map(({ id, Part }) => <Part key={id} />)}</main>
      <footer>
        <p>
          Made by adreach {report.data.header.tool.version} from the sources named under{' '}
          <a href="#evidence">Evidence</a>. The directory was read, never written to. The page loads nothing from
          anywhere.
        </p>
      </footer>
      <Panel />
    </PageContext.Provider>
  );
}

/** Says where an address leads nowhere: what a link of an older report led to may be gone, and that is an answer too. */
function Lost({ report, place: { anchor, query } }: { readonly report: Report; readonly place: Place }) {
  const [isLost, setLost] = useState(false);
  useEffect(() => setLost(anchor !== '' && document.getElementById(anchor) === null), [anchor]);
  const who = query['account'];
  const isKnown = who === undefined || report.data.accounts.some(({ sid, name }) => sid === who || name === who);
  if (!isLost && isKnown) return null;
  return (
    <div class="note bad" role="status">
      {isLost && (
        <p>
          There is no <code>{brief(anchor, 100)}</code> on this page: what the address led to is gone, or was never in
          this report.
        </p>
      )}
      {!isKnown && (
        <p>
          <code>{brief(who, 100)}</code> is not under audit here: what follows is about {report.data.accounts[0]!.name}.
        </p>
      )}
    </div>
  );
}

/** All accounts under audit, each with the parts that are its own, then what is of all. */
function OnPaper({ page }: { readonly page: Page }) {
  const { report } = page;
  return (
    <>
      {report.data.accounts.map(({ sid }, account) => (
        <PageContext.Provider key={sid} value={{ ...page, account, copy: account }}>
          {SECTIONS.filter(({ own, has }) => own === true && (has?.(report, account) ?? true)).map(({ id, Part }) => (
            <Part key={id} />
          ))}
        </PageContext.Provider>
      ))}
      {SECTIONS.filter(({ own, has }) => own !== true && (has?.(report, 0) ?? true)).map(({ id, Part }) => (
        <Part key={id} />
      ))}
    </>
  );
}

/** Goes to what the address names, once it is there; only when the name changes, not with each letter of a filter. */
function useScroll({ anchor }: Place): void {
  const first = useRef(true);
  useEffect(() => {
    const wasFirst = first.current;
    first.current = false;
    if (anchor === '') return;
    const element = document.getElementById(anchor);
    if (element === null) return;
    if (element instanceof HTMLDetailsElement) element.open = true;
    element.closest('details')?.setAttribute('open', '');
    element.scrollIntoView({ block: 'start' });
    if (!wasFirst) {
      const heading = element.matches('section, article')
        ? (element.querySelector<HTMLElement>('h2, h3') ?? element)
        : element;
      if (!heading.hasAttribute('tabindex')) heading.setAttribute('tabindex', '-1');
      heading.focus({ preventScroll: true });
    }
  }, [anchor]);
}
