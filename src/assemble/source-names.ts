/** The sources that items come from, by number, and how messages name them: not at all where there is only one. */
export class SourceNames {
  private readonly names: string[] = [];
  /** Number of the source that is being read. */
  current = 0;

  begin(name: string): void {
    this.current = this.names.length;
    this.names.push(name);
  }

  get count(): number {
    return this.names.length;
  }

  nameOf(source: number): string | null {
    return this.names[source] ?? null;
  }

  /** Where an entry stands, to be put before a message. */
  place(where: string | undefined, source: number = this.current): string {
    if (where !== undefined) return `${where}: `;
    return this.names.length > 1 ? `${this.names[source]}: ` : '';
  }

  /** ` in NAME`. */
  inFirst(source: number): string {
    return this.names.length > 1 ? ` in ${this.names[source]}` : '';
  }
}
