/** The part of the address that is a section's own. */
import { useRef } from 'preact/hooks';
import { usePage } from './context.js';

type Query = Readonly<Record<string, string>>;

/**
 * @param isOwn whether an anchor is the section's
 * @returns what the address says where it is about the section; otherwise what it said last
 */
export function useOwnQuery(isOwn: (anchor: string) => boolean): Query {
  const { place } = usePage();
  const last = useRef<Query>({});
  if (isOwn(place.anchor)) last.current = place.query;
  return last.current;
}
