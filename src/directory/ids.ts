/**
 * Numbers by which the parts of a directory refer to each other: each is a position in one list, and the types keep the
 * lists apart. Only what builds the lists makes such numbers.
 */
export type DomainId = number & { readonly __: 'domain' };
export type ContainerId = number & { readonly __: 'container' };
export type GroupId = number & { readonly __: 'group' };
export type DescriptorId = number & { readonly __: 'descriptor' };
export type ClassListId = number & { readonly __: 'class list' };

/**
 * The numbers of a list, typed.
 * @param list a list whose positions are the numbers of a kind
 */
export function* idsOf<Id extends number>(list: readonly unknown[]): Generator<Id> {
  for (let number = 0; number < list.length; number++) yield number as Id;
}
