/** A part of the page with its heading, which can be linked to. */
import type { ComponentChildren } from 'preact';
import { usePage } from '../model/context.js';

/** @returns the id of a part: that of the first of several on paper is the one that is linked to */
export function useOwnId(id: string): string {
  const { copy } = usePage();
  return copy === 0 ? id : `${id}-${copy + 1}`;
}

export function Section({
  id,
  title,
  children,
  print = true,
}: {
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
  /** Whether it is on paper. */
  readonly print?: boolean;
}) {
  const own = useOwnId(id);
  return (
    <section id={own} class={print ? 'part' : 'part screen'} aria-labelledby={`${own}-title`}>
      <h2 id={`${own}-title`}>{title}</h2>
      {children}
    </section>
  );
}
