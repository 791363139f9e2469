/**
 * Between the passes: where an object was read under two names, everything that lies below it under the second name is
 * brought below the first one, and what turns out to be one object by that is joined.
 */
import { AdreachError } from '../errors/index.js';
import { parentDn, rdnText } from '../names/dn.js';
import { isInTree } from '../sources/classify.js';
import { uint8Column } from './columns.js';
import { LEFT_OUT } from './identity.js';
import type { Intake } from './intake.js';
import { DOMAIN_DN } from './tree.js';

const OPEN = 1;
const DONE = 2;

/**
 * Settles names and parents. There is nothing to do unless some object was read under two names, or two under one.
 * @throws AdreachError `ambiguous` where one source has an object above another, and another source below it
 */
export function settle(intake: Intake): void {
  if (!intake.identities.anyMoved) return;
  new Settling(intake).run();
}

class Settling {
  private readonly state = uint8Column();

  constructor(private readonly intake: Intake) {}

  run(): void {
    const { intake } = this;
    this.joinTwins();
    for (let id = 0; id < intake.names.size; id++) {
      const kind = intake.kindOf(id);
      if (kind !== null && isInTree(kind)) this.chain(id);
    }
    // Where an object came to stand for a name that others had been brought below.
    for (let id = 0; id < intake.names.size; id++) {
      const above = intake.parent.get(id) - 1;
      if (above >= 0) intake.parent.set(id, intake.identities.settled(above) + 1);
    }
    this.noteMoved();
  }

  /** Two objects that have one SID, and not each a GUID, are one. */
  private joinTwins(): void {
    const { intake } = this;
    const { identities } = intake;
    const { twins } = identities;
    for (let i = 0; i < twins.length; i++) {
      const id = twins.first(i);
      const other = identities.settled(twins.second(i));
      if (id === other || intake.kindOf(id) === null || intake.kindOf(other) === null) continue;
      if (!identities.maybeOne(id, other)) {
        intake.noteShared(id, other);
        continue;
      }
      const source = identities.sourceOf(id);
      intake.join(id, other);
      identities.addAlias(id, other, source, -1);
    }
  }

  /** Settles an object after everything above it. */
  private chain(from: number): void {
    const { names } = this.intake;
    const path: number[] = [];
    let id = from;
    for (; id >= 0 && this.state.get(id) === 0; id = this.parentOf(id)) {
      this.state.set(id, OPEN);
      path.push(id);
    }
    if (id >= 0 && this.state.get(id) === OPEN) {
      throw new AdreachError(
        'ambiguous',
        `the sources contradict each other: ${names.keys[id]} lies below itself when they are joined`,
        'audit the sources on their own, or leave the older ones out',
      );
    }
    for (const each of path.reverse()) {
      this.finish(each);
      this.state.set(each, DONE);
    }
  }

  /** The object, or else the name, above an object or a name; -1 at the head of a naming context. */
  private parentOf(id: number): number {
    const { intake } = this;
    const kind = intake.kindOf(id);
    if (this.isHead(id)) return -1;
    const source = kind === null ? -1 : intake.identities.sourceOf(id);
    const name = kind === null ? this.parentName(id) : intake.parent.get(id) - 1;
    if (name < 0) return -1;
    const found = intake.identities.resolve(name, source);
    return found >= 0 ? found : intake.identities.settled(name);
  }

  private isHead(id: number): boolean {
    const { intake } = this;
    const key = intake.names.keys[id]!;
    const kind = intake.kindOf(id);
    return kind === 'domain' || intake.heads.has(key) || (kind === null && DOMAIN_DN.test(key));
  }

  /** The name above one that was read as a parent only. */
  private parentName(id: number): number {
    const { names, parentTexts } = this.intake;
    const parent = parentDn(parentTexts.get(id) ?? names.keys[id]!);
    if (parent === null) return -1;
    const name = names.intern(parent);
    if (this.intake.kindOf(name) === null && !parentTexts.has(name)) parentTexts.set(name, parent);
    return name;
  }

  private finish(id: number): void {
    const { intake } = this;
    const { names, identities } = intake;
    const above = this.parentOf(id);
    const parent = above < 0 ? -1 : identities.settled(above);
    if (intake.kindOf(id) !== null) intake.parent.set(id, this.isHead(id) ? intake.parent.get(id) : parent + 1);
    if (parent < 0) return;
    const key = `${rdnText(names.keys[id]!)},${names.keys[parent]!}`;
    if (key === names.keys[id]) return;
    const other = names.findKey(key);
    if (other >= 0 && other !== id && intake.kindOf(other) !== null) {
      this.meet(id, other);
      return;
    }
    this.rewrite(id, parent);
    if (other >= 0 && other !== id) identities.becomes(other, id);
    names.rename(id, key);
  }

  /** Gives an object, or a name, a DN below that of its parent. */
  private rewrite(id: number, parent: number): void {
    const { intake } = this;
    const kind = intake.kindOf(id);
    const below = (dn: string): string => `${rdnText(dn)},${intake.dnOf(parent)}`;
    if (kind === null) intake.parentTexts.set(id, below(intake.parentTexts.get(id) ?? intake.names.keys[id]!));
    else if (kind !== 'account') {
      const object = intake.read(id);
      intake.store.add(id, kind, { ...object, dn: below(object.dn!) });
    }
  }

  /** Two objects have one DN, now that what lies above them is one. */
  private meet(id: number, other: number): void {
    const { intake } = this;
    const { identities } = intake;
    if (intake.kindOf(id) !== null) {
      const source = identities.sourceOf(id);
      if (identities.maybeOne(id, other)) {
        intake.join(id, other);
      } else {
        intake.leaveOut(id, other);
        if (source !== identities.sourceOf(other)) identities.meansIn(source, id, LEFT_OUT);
      }
    }
    identities.becomes(id, other);
  }

  /** Tells of objects with two names, unless it follows from what is above them. */
  private noteMoved(): void {
    const { intake } = this;
    const { names, identities, gaps, sources, parent } = intake;
    const { aliases } = identities;
    for (let i = 0; i < aliases.length; i++) {
      const name = aliases.first(i);
      const source = aliases.second(i);
      const id = identities.resolve(name, source);
      if (id < 0 || id === name) continue;
      const key = names.keys[name]!;
      const above = parentDn(key);
      const aboveName = above === null ? -1 : names.findKey(above);
      const found = aboveName < 0 ? -1 : identities.resolve(aboveName, source);
      const aboveId = found >= 0 ? found : aboveName < 0 ? -1 : identities.settled(aboveName);
      const follows = aboveId >= 0 && aboveId === parent.get(id) - 1 && rdnText(key) === rdnText(names.keys[id]!);
      if (follows) continue;
      const where = sources.nameOf(source);
      gaps.told({
        code: 'object-moved',
        dn: intake.dnOf(id),
        message: `${where === null ? '' : `${where}: `}read under the name ${key} as well: moved or renamed between the readings; the name that was read first${sources.inFirst(identities.sourceOf(id))} counts`,
      });
    }
  }
}
