/**
 * The architecture, as a check (docs/decisions/0002-one-way-architecture.md): imports go one way,
 * descriptor <- directory <- access <- audit <- rules <- report, plan <- cli; sources stand beside, and see types only.
 */
const layer = (name) => `^src/${name}/`;
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  comment: `src/${from} may import only: ${allowed.join(', ') || 'nothing'}`,
  from: { path: layer(from) },
  to: { path: '^src/', pathNot: [from, ...allowed].map(layer) },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    only('errors-import-nothing', 'errors', []),
    only('names-are-pure', 'names', ['errors']),
    only('descriptors-know-no-directory', 'descriptor', ['errors']),
    only('directory', 'directory', ['errors', 'names', 'descriptor']),
    only('access', 'access', ['errors', 'descriptor', 'directory']),
    only('audit', 'audit', ['errors', 'names', 'descriptor', 'directory', 'access']),
    only('rules', 'rules', ['errors', 'names', 'descriptor', 'directory', 'access', 'audit']),
    only('report', 'report', ['errors', 'names', 'descriptor', 'directory', 'access', 'audit', 'rules']),
    only('sources', 'sources', ['errors', 'names', 'descriptor', 'directory']),
    {
      name: 'sources-see-types-of-the-directory-only',
      severity: 'error',
      comment: 'The two files of the directory that hold nothing but the types of its records',
      from: { path: layer('sources') },
      to: { path: layer('directory'), pathNot: '^src/directory/(records|evidence)\\.ts$' },
    },
    {
      name: 'pure-core',
      severity: 'error',
      comment: 'No clock, network or file access below sources, report, rules and cli',
      from: { path: ['names', 'descriptor', 'directory', 'access', 'audit'].map(layer) },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'only-the-ldap-source-talks-ldap',
      severity: 'error',
      from: { path: '^src/', pathNot: layer('sources/ldap') },
      to: { path: 'node_modules/ldapts' },
    },
    { name: 'nothing-imports-the-cli', severity: 'error', from: { path: '^src/', pathNot: layer('cli') }, to: { path: layer('cli') } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: { extensions: ['.ts', '.js'] },
  },
};
