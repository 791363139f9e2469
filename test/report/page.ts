/** What a report's page holds, read from the file as the page itself reads it. */
import { inflateSync } from 'node:zlib';
import type { PageData } from '../../src/result/page.js';

/** @throws Error where the text is no page of a report */
export function pageOf(html: string): PageData {
  const packed = /<script type="application\/octet-stream" id="data">([A-Za-z0-9+/=]+)<\/script>/.exec(html)?.[1];
  if (packed === undefined) throw new Error(`no data in ${html.slice(0, 200)}`);
  return JSON.parse(inflateSync(Buffer.from(packed, 'base64')).toString('utf8')) as PageData;
}
