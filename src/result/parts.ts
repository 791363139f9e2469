/**
 * What the schemas of results are built from. Types are inferred from the schemas, so only what publishes or checks
 * JSON needs zod when it runs; an audit imports types alone.
 */
import { z } from 'zod';

/** An object whose members are not written to. */
export const object = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => z.object(shape).readonly();

/** A list that is not written to. */
export const list = <Item extends z.core.SomeType>(item: Item) => z.array(item).readonly();

/** A mapping that is not written to. */
export const mapping = <Key extends z.core.$ZodRecordKey, Value extends z.core.SomeType>(key: Key, value: Value) =>
  z.record(key, value).readonly();

export const count = z.int().nonnegative();

/** A position in a list, from 0; -1: none. */
export const positionOrNone = z.int().min(-1);

export const sid = z.string().regex(/^S-1-/);

export const dn = z.string();

export const instant = z.string().describe('ISO 8601 instant');

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const toolName = object({ name: z.string(), version: z.string() });
