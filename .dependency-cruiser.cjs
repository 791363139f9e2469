/**
 * The architecture, as a check (docs/decisions/0008-the-house-and-its-nouns.md): every folder of src imports only from
 * those that stand before it in this list. To add a folder is to add a word here.
 */
const FLOORS = [
  'errors',
  'names',
  'descriptor',
  'result',
  'access',
  'words',
  'directory',
  'snapshot',
  'sources',
  'assemble',
  'pseudonymize',
  'changes',
  'verdicts',
  'advice',
  'facts',
  'rules',
  'audit',
  'explain',
  'simulate',
  'diff',
  'verify',
  'plan',
  'report',
  'library',
  'index',
  'cli',
];
const folder = (name) => (name === 'index' ? '^src/index\\.ts$' : `^src/${name}/`);

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    ...FLOORS.map((name, floor) => ({
      name: `${name}-imports-what-stands-above-it`,
      severity: 'error',
      comment: `src/${name} may import only: ${FLOORS.slice(0, floor).join(', ') || 'nothing'}`,
      from: { path: folder(name) },
      to: { path: '^src/', pathNot: FLOORS.slice(0, floor + 1).map(folder) },
    })),
    {
      name: 'every-folder-has-its-floor',
      severity: 'error',
      from: { path: '^src/', pathNot: FLOORS.map(folder) },
      to: {},
    },
    {
      name: 'files-are-opened-at-the-edges',
      severity: 'error',
      comment: 'Files only in sources, snapshot, report, cli and the files.ts of a folder',
      from: { path: '^src/', pathNot: ['sources', 'snapshot', 'report', 'cli'].map(folder).concat('/files\\.ts$') },
      to: { path: '^(node:)?fs(/promises)?$' },
    },
    {
      name: 'pure-core',
      severity: 'error',
      comment: 'No clock, network or file access where verdicts are made',
      from: {
        path: ['errors', 'names', 'descriptor', 'result', 'words', 'access', 'directory', 'changes', 'verdicts', 'advice', 'facts', 'audit', 'explain', 'diff'].map(folder),
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'one-walk-through-memberships',
      severity: 'error',
      comment: 'Who is a member of which group is walked by directory/membership.ts alone; load.ts makes the links',
      from: { path: '^src/', pathNot: ['^src/directory/membership\\.ts$', '^src/directory/load\\.ts$'] },
      to: { path: '^src/directory/links\\.ts$' },
    },
    {
      name: 'one-inheritance',
      severity: 'error',
      comment: 'What is inherited is decided by access/inherit.ts alone; words tells the flags, descriptor reads and writes them',
      from: { path: '^src/', pathNot: ['^src/access/inherit\\.ts$', folder('descriptor'), folder('words')] },
      to: { path: '^src/descriptor/inheritance-flags\\.ts$' },
    },
    {
      name: 'only-the-ldap-source-talks-ldap',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/sources/ldap/' },
      to: { path: 'node_modules/ldapts' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: { extensions: ['.ts', '.js'] },
  },
};
