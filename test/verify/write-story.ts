/** Writes the event files of the sample domain (see `story.ts`). */
import { writeFileSync } from 'node:fs';
import { sampleDomain } from './domain.js';
import { storyActions, storyLog } from './story.js';

const { accounts, evidence } = await sampleDomain();
writeFileSync(
  'fixtures/securelab/events.evtx',
  storyLog((name) => accounts.get(name)!.guid),
);
writeFileSync('fixtures/securelab/actions.csv', storyActions());
await evidence.close();
