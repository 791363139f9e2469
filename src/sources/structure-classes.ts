/**
 * The classes of objects that are read for the structure of a domain, whatever the source: an export holds many more, and
 * what is said of a directory must not depend on how it was taken.
 */

/** Objects that others are made in. */
export const CONTAINER_CLASSES = [
  'domainDNS',
  'organizationalUnit',
  'container',
  'builtinDomain',
  'lostAndFound',
] as const;

/** What has no rights but stands in groups: without these, a group would seem to have members that cannot be seen. */
export const OTHER_MEMBER_CLASSES = ['contact', 'publicFolder', 'msExchDynamicDistributionList'] as const;

/**
 * Objects that give power over others by what they hold: DNS zones, certificate services, sites, and the heads of the
 * configuration and the schema. Group policies are containers themselves.
 */
export const FOREST_CLASSES = [
  'configuration',
  'dMD',
  'crossRefContainer',
  'sitesContainer',
  'site',
  'dnsZone',
  'pKICertificateTemplate',
  'pKIEnrollmentService',
  'certificationAuthority',
] as const;
