/** Tables of the page: in a region that can be scrolled with the keyboard, with a caption that names them. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface Head {
  readonly title: string;
  /** Numbers stand at the right. */
  readonly number?: boolean;
}

export function Table({
  caption,
  heads,
  children,
}: {
  readonly caption: ComponentChildren;
  readonly heads: readonly Head[];
  readonly children: ComponentChildren;
}) {
  const id = useId();
  return (
    <section class="scroll" aria-labelledby={id} tabIndex={0}>
      <table>
        <caption id={id}>{caption}</caption>
        <thead>
          <tr>
            {heads.map(({ title, number }) => (
              <th key={title} scope="col" class={number ? 'n' : ''}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

/** A DN that may be broken behind its commas. */
export function Dn({ dn }: { readonly dn: string }) {
  const parts = dn.split(/(?<=,)/);
  return (
    <span class="dn">
      {parts.map((part, i) => (
        <>
          {i > 0 && <wbr />}
          {part}
        </>
      ))}
    </span>
  );
}
