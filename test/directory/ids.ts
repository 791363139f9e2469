/** Numbers as tests write them, as the numbers of the parts of a directory. */
import type { ClassListId, ContainerId, DescriptorId, DomainId, GroupId } from '../../src/directory/ids.js';

export const domainId = (number: number) => number as DomainId;
export const groupId = (number: number) => number as GroupId;
export const containerId = (number: number) => number as ContainerId;
export const classListId = (number: number) => number as ClassListId;
export const descriptorId = (number: number) => number as DescriptorId;
