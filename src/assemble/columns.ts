/** Arrays of numbers that grow: a few bytes an object, where objects of their own would take hundreds. */

type Typed = Int32Array | Uint32Array | Float64Array | Uint8Array;

/** One number for each id; 0 where none was set. */
export class Column<T extends Typed> {
  constructor(
    private data: T,
    private readonly make: (length: number) => T,
  ) {}

  get(id: number): number {
    return this.data[id] ?? 0;
  }

  set(id: number, value: number): void {
    if (id >= this.data.length) {
      const grown = this.make(Math.max(id + 1, this.data.length * 2));
      grown.set(this.data);
      this.data = grown;
    }
    this.data[id] = value;
  }
}

export const int32Column = (): Column<Int32Array> => new Column(new Int32Array(1024), (n) => new Int32Array(n));
export const uint32Column = (): Column<Uint32Array> => new Column(new Uint32Array(1024), (n) => new Uint32Array(n));
export const uint8Column = (): Column<Uint8Array> => new Column(new Uint8Array(1024), (n) => new Uint8Array(n));
export const float64Column = (): Column<Float64Array> => new Column(new Float64Array(1024), (n) => new Float64Array(n));

/** Pairs of numbers, in the order they were added. */
export class PairList {
  private data = new Int32Array(2048);
  length = 0;

  add(first: number, second: number): void {
    if (2 * this.length + 2 > this.data.length) {
      const grown = new Int32Array(this.data.length * 2);
      grown.set(this.data);
      this.data = grown;
    }
    this.data[2 * this.length] = first;
    this.data[2 * this.length + 1] = second;
    this.length++;
  }

  first(i: number): number {
    return this.data[2 * i]!;
  }

  second(i: number): number {
    return this.data[2 * i + 1]!;
  }
}

const NONE: readonly number[] = [];

/** Lists of numbers by key, from pairs: counting sort, then each list in ascending order and without repetition. */
export class Lists {
  private readonly start: Int32Array;
  private readonly values: Int32Array;

  /** @param pairs (key, value); @param keys number of keys */
  constructor(pairs: PairList, keys: number) {
    const start = new Int32Array(keys + 1);
    for (let i = 0; i < pairs.length; i++) start[pairs.first(i) + 1]!++;
    for (let k = 0; k < keys; k++) start[k + 1]! += start[k]!;
    const next = start.slice(0, keys);
    this.values = new Int32Array(pairs.length);
    for (let i = 0; i < pairs.length; i++) this.values[next[pairs.first(i)]!++] = pairs.second(i);
    this.start = start;
  }

  /** The values of a key, ascending; empty where there are none. */
  of(key: number): readonly number[] {
    const start = this.start[key]!;
    const end = this.start[key + 1]!;
    if (start === end) return NONE;
    const list = this.values.slice(start, end).sort();
    const out: number[] = [];
    for (const value of list) if (value !== out[out.length - 1]) out.push(value);
    return out;
  }
}
