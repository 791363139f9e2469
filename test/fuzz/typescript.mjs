/** Lets `node --import` run the TypeScript of this tree without a build: for commands that share code with tests. */
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
