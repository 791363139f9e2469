import { describe, expect, test } from '@jest/globals';
import { loadDirectory } from '../../src/directory/load.js';
import { builtinNames, directoryNames } from '../../src/directory/names.js';
import { alias, DOMAIN_LOCAL, DOMAIN_SID, GLOBAL, group, memorySource, USER_CLASS } from './memory-source.js';

describe('the names of a directory', () => {
  test('groups, then the accounts that descriptors name, then nobody', async () => {
    const directory = await loadDirectory(
      memorySource({
        groups: [
          group(2001, 'team', GLOBAL),
          alias(544, 'Administratoren'),
          group(2002, 'first', GLOBAL),
          group(2002, 'second', DOMAIN_LOCAL),
        ],
        more: [
          { type: 'principal', sid: `${DOMAIN_SID}-1000`, name: 'actor', dn: 'CN=actor,DC=example,DC=com' },
          { type: 'principal', sid: `${DOMAIN_SID}-2001`, name: 'hidden', dn: 'CN=hidden,DC=example,DC=com' },
        ],
      }),
    );
    const { nameOf, schema } = directoryNames(directory);
    expect(nameOf(`${DOMAIN_SID}-2001`)).toBe('EXAMPLE\\team');
    expect(nameOf('S-1-5-32-544')).toBe('BUILTIN\\Administrators');
    expect(nameOf(`${DOMAIN_SID}-2002`)).toBe('EXAMPLE\\first');
    expect(nameOf(`${DOMAIN_SID}-1000`)).toBe('EXAMPLE\\actor');
    expect(nameOf(`${DOMAIN_SID}-4711`)).toBeNull();
    expect(schema).toBe(directory.schema);
  });

  test('without any source: the base schema, and no names', () => {
    const { nameOf, schema } = builtinNames();
    expect(nameOf('S-1-5-32-544')).toBeNull();
    expect(schema.meanings(USER_CLASS)).toEqual([{ kind: 'class', name: 'user' }]);
  });
});
