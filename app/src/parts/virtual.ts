/** Rows of a long list as the reader scrolls: only those in sight are in the document. */
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useRef } from 'preact/hooks';

export type Rows = Virtualizer<HTMLDivElement, HTMLDivElement>;

/** @param height of a row, px; all are of one height */
export function useVirtual(scroller: RefObject<HTMLDivElement | null>, count: number, height: number): Rows {
  const [, again] = useReducer((n: number, _: undefined) => n + 1, 0);
  const options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: () => again(undefined),
  };
  const virtualizer = useRef<Rows | null>(null);
  virtualizer.current ??= new Virtualizer(options);
  virtualizer.current.setOptions(options);
  useEffect(() => virtualizer.current!._didMount(), []);
  useLayoutEffect(() => virtualizer.current!._willUpdate());
  useLayoutEffect(() => virtualizer.current!.measure(), [height]);
  return virtualizer.current;
}
