/** A bounded queue from several producers to one consumer. */
interface Queued<T> {
  readonly value: T;
  readonly done: (() => void) | undefined;
}

export class Channel<T> implements AsyncIterable<T> {
  readonly #queue: Queued<T>[] = [];
  readonly #capacity: number;
  #waitingProducers: Array<() => void> = [];
  #wakeConsumer: (() => void) | undefined;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** True once nobody takes values any more: it was closed, failed, or the consumer left. */
  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Resolves when there is room for more. A value pushed after the end is dropped.
   * @param done called once whoever takes the value is done with it, or it was dropped
   */
  async push(value: T, done?: () => void): Promise<void> {
    if (this.#ended) return done?.();
    this.#queue.push({ value, done });
    this.#wake();
    while (this.#queue.length >= this.#capacity && !this.#ended) {
      await new Promise<void>((resolve) => this.#waitingProducers.push(resolve));
    }
  }

  /** No more values will come; those in the queue are still delivered. */
  close(): void {
    this.#ended = true;
    this.#wake();
    this.#release();
  }

  /** Ends with an error, at once; the first error counts. */
  fail(error: unknown): void {
    if (this.#ended) return;
    this.#failure = { error };
    this.#drop();
    this.close();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    try {
      for (;;) {
        const next = this.#queue.shift();
        if (next !== undefined) {
          this.#release();
          try {
            yield next.value;
          } finally {
            next.done?.();
          }
        } else if (this.#failure) {
          throw this.#failure.error;
        } else if (this.#ended) {
          return;
        } else {
          await new Promise<void>((resolve) => {
            this.#wakeConsumer = resolve;
          });
        }
      }
    } finally {
      this.close();
      this.#drop();
    }
  }

  #drop(): void {
    for (const { done } of this.#queue.splice(0)) done?.();
  }

  #wake(): void {
    this.#wakeConsumer?.();
    this.#wakeConsumer = undefined;
  }

  #release(): void {
    const waiting = this.#waitingProducers;
    this.#waitingProducers = [];
    for (const resolve of waiting) resolve();
  }
}
