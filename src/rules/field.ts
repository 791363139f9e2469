/** How a field that rules can read is described, and the type check that holds a table of fields to its interface. */

interface FieldBase<T> {
  /** One sentence for the reference. */
  readonly doc: string;
  /** What an ordinary object has here: the reference shows it, and a rule's cases start from it. */
  readonly example: T;
  /**
   * True where nearly every object has its own value (names, SIDs): a condition that reads it cannot be answered from
   * answers for other objects.
   */
  readonly identifying?: true;
  /** True where the values are ids of actions; literals that conditions hold it against must be such ids. */
  readonly actionIds?: true;
}

interface StringField<T extends string = string> extends FieldBase<T> {
  readonly type: 'string';
  /** All values there can be, each with its meaning; absent: free text. Conditions are held to it. */
  readonly values?: Readonly<Record<T, string>>;
}

interface EnumField<T extends string> extends StringField<T> {
  readonly values: Readonly<Record<T, string>>;
}

interface ListField extends FieldBase<readonly string[]> {
  readonly type: 'list<string>';
}

interface IntField extends FieldBase<number> {
  readonly type: 'int';
}

interface BoolField extends FieldBase<boolean> {
  readonly type: 'bool';
}

/** A field as the loader and the reference see it. */
export type Field = StringField | ListField | IntField | BoolField;

/** The one description that fits a field of the facts; a union of literals must list all of its values. */
type FieldOf<T> = [T] extends [string]
  ? string extends T
    ? StringField
    : EnumField<T>
  : [T] extends [number]
    ? IntField
    : [T] extends [boolean]
      ? BoolField
      : [T] extends [readonly string[]]
        ? ListField
        : never;

/** Every field of `T` (no more, no fewer), each with its own type. */
export type FieldsOf<T> = { readonly [K in keyof T]-?: FieldOf<T[K]> };
