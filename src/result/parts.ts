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
export const positionOrNone = z.int().min(0).nullable();

/** A SID as text, where the type says no more than that. */
export const sidText = z.string().regex(/^S-1-/);

/** `Sid` of the descriptors. */
export const sid = z.templateLiteral(['S-1-', z.string()]);

/** `Guid` of the descriptors. */
export const guid = z.templateLiteral([z.string(), '-', z.string(), '-', z.string(), '-', z.string(), '-', z.string()]);

export const dn = z.string();

export const instant = z.string().describe('ISO 8601 instant');

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const toolName = object({ name: z.string(), version: z.string() });
