/** Changes of a directory in memory: what it would be, and the way back. */
export { apply, type Changed, storedDescriptor } from './apply.js';
export type { BaseSource } from './base-source.js';
export { type Change, type DescriptorPart, numberValues, type ObjectChange, type PlacedChange } from './change.js';
export { inverse } from './inverse.js';
export { namedBeyondModel } from './names.js';
export type { Creator } from './objects/new-descriptor.js';
export { type ChangedSourceOptions, changedSource } from './source.js';
