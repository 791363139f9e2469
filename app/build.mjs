// Builds the report's page (app/) into dist/app: one script and one style sheet, which src/report/html puts into each report.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));

await build({
  configFile: false,
  root: here,
  logLevel: 'warn',
  publicDir: false,
  build: {
    outDir: join(here, '../dist/app'),
    emptyOutDir: true,
    target: ['es2022', 'chrome103', 'firefox113', 'safari16.4'],
    cssCodeSplit: false,
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: join(here, 'src/main.tsx'),
      output: {
        format: 'iife',
        entryFileNames: 'page.js',
        assetFileNames: 'page[extname]',
      },
    },
  },
});
