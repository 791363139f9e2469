/**
 * Where the reader is, as the fragment of the address has it: `#accounts?action=disable&verdict=cannot`. Everything that can be
 * filtered, opened or switched is in it, so that each view can be linked to.
 */
export interface Place {
  /** Id of a section or of something in it. */
  readonly anchor: string;
  readonly query: Readonly<Record<string, string>>;
}

export function parsePlace(fragment: string): Place {
  const [anchor = '', query = ''] = fragment.replace(/^#/, '').split('?', 2);
  return { anchor: decoded(anchor), query: Object.fromEntries(new URLSearchParams(query)) };
}

export function formatPlace({ anchor, query }: Place): string {
  const set = Object.entries(query).filter(([, value]) => value !== '');
  const text = new URLSearchParams(set).toString();
  return `#${encodeURIComponent(anchor)}${text === '' ? '' : `?${text}`}`;
}

/** A fragment that somebody typed may not be well-formed. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
