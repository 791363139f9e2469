/** A part of the page with its heading, which can be linked to. */
import type { ComponentChildren } from 'preact';

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
  return (
    <section id={id} class={print ? 'part' : 'part screen'} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </section>
  );
}
