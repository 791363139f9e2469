/** Deciding entries, numbered: the verdict tables refer to them, one table shows them. */
import type { DecidingAce } from '../../result/audit.js';
import { count } from '../numbers.js';
import { dnMarkup, h, type Markup } from './markup.js';

/**
 * Numbers entries in the order in which they are first referred to. The same entry stands at different positions in the
 * lists of different targets: it is one entry here, and each reference tells its position.
 */
export class Entries {
  private readonly byIdentity = new Map<DecidingAce, Entry>();
  private readonly byContent = new Map<string, Entry>();

  /** A link to the entry. */
  refer(ace: DecidingAce): Markup {
    let entry = this.byIdentity.get(ace);
    if (entry === undefined) {
      const key = JSON.stringify([ace.sddl, ace.trustee, ace.from]);
      entry = this.byContent.get(key);
      if (entry === undefined) {
        entry = { number: this.byContent.size + 1, ace, uses: 0 };
        this.byContent.set(key, entry);
      }
      this.byIdentity.set(ace, entry);
    }
    entry.uses += 1;
    return h`<a href="#e${entry.number}">E${entry.number}</a>`;
  }

  table(): Markup {
    if (this.byContent.size === 0)
      return h`<p id="entries" class="soft">No single entry decides any of the verdicts above.</p>`;
    const rows = [...this.byContent.values()].map(
      ({ number, ace, uses }) =>
        h`<tr id="e${number}"><th scope="row" class="short">E${number}</th><td class="sddl"><code>${ace.sddl}</code></td><td>${ace.trusteeName ?? ''}<span class="why"><code class="sid">${ace.trustee}</code></span></td><td class="dn">${ace.from === null ? 'the object itself' : dnMarkup(ace.from)}</td><td class="n">${count(uses)}</td></tr>`,
    );
    return h`<h3 id="entries">Deciding entries</h3><div class="scroll"><table>
<caption>The access control entries that the verdicts above refer to, as they stand in the targets' lists</caption>
<thead><tr><th scope="col">Entry</th><th scope="col">SDDL</th><th scope="col">Trustee</th><th scope="col">Comes from</th><th scope="col" class="n">Decides</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
  }
}

interface Entry {
  readonly number: number;
  readonly ace: DecidingAce;
  uses: number;
}
