/** A query to be copied. */
export interface Query {
  readonly title: string;
  readonly text: string;
}
