/** The page as a file: the app and its data in one document that loads nothing. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { AdreachError } from '../../errors/index.js';
import type { PageData } from '../../result/page.js';
import type { Digest } from '../digest.js';
import { pageText } from './data.js';
import { h, Markup } from './markup.js';
import { withoutScript } from './without-script.js';

/** The app as it is built from `app/`. */
export interface App {
  readonly script: string;
  readonly style: string;
}

let loaded: App | null = null;

/**
 * Reads the built app, once.
 * @throws AdreachError `file` where it is missing: the program was not built
 */
export function loadApp(): App {
  const read = (name: string) => readFileSync(new URL(`../../../dist/app/${name}`, import.meta.url), 'utf8');
  try {
    loaded ??= { script: read('page.js'), style: read('page.css') };
    return loaded;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AdreachError('file', `the app of the report's page cannot be read: ${why}`, 'build it: npm run build');
  }
}

/** Characters of data in one piece; a multiple of four, as base64 comes. */
const PIECE = 1 << 20;

export function* pagePieces(app: App, digest: Digest, data: PageData): Generator<string> {
  const domains = digest.evidence.domains.map(({ dnsName }) => dnsName).join(', ');
  yield h`<!DOCTYPE html>
<html lang="en" data-app="report"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy(app)}"><meta name="referrer" content="no-referrer">
<meta name="generator" content="adreach ${digest.header.tool.version}"><title>${titleOf(data)}${domains === '' ? '' : `: ${domains}`}</title>
<style>${new Markup(app.style)}</style></head><body>
<div id="app">${withoutScript(digest, data)}</div>
<script type="application/octet-stream" id="data">`.text;
  // Written as zlib wraps it: the reader checks it against its sum.
  const packed = deflateSync(pageText(data), { level: 9 }).toString('base64');
  for (let at = 0; at < packed.length; at += PIECE) yield packed.slice(at, at + PIECE);
  yield h`</script>
<script>${new Markup(app.script)}</script></body></html>\n`.text;
}

/** What is no evidence says so wherever its name is seen. */
function titleOf({ simulation }: PageData): string {
  return simulation === null ? 'Action account audit' : 'Simulated: action account audit';
}

/** Nothing but the page's own style and script, by their hashes: injected markup could neither run nor load anything. */
function policy({ style, script }: App): string {
  return [
    `default-src 'none'`,
    `style-src '${hash(style)}'`,
    `script-src '${hash(script)}'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}
