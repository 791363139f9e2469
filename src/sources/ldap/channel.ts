/** A bounded queue from several producers to one consumer. */
export class Channel<T> implements AsyncIterable<T> {
  readonly #queue: T[] = [];
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

  /** Resolves when there is room for more. A value pushed after the end is dropped. */
  async push(value: T): Promise<void> {
    if (this.#ended) return;
    this.#queue.push(value);
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
    this.#queue.length = 0;
    this.close();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    try {
      for (;;) {
        const value = this.#queue.shift();
        if (value !== undefined) {
          this.#release();
          yield value;
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
      this.#queue.length = 0;
      this.close();
    }
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
