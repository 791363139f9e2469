/** A way through memberships as a picture: boxes with arrows between them, in words for whoever cannot see it. */
export function Path({
  names,
  label,
  end,
}: {
  readonly names: readonly string[];
  readonly label: string;
  readonly end?: string;
}) {
  const all = end === undefined ? names : [...names, end];
  return (
    <ol class="path" aria-label={label}>
      {all.map((name, i) => (
        <li key={`${i} ${name}`} class={i === 0 ? 'from' : i === all.length - 1 ? 'to' : ''}>
          {name}
        </li>
      ))}
    </ol>
  );
}
