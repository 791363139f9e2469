/**
 * A directory server on the level of the protocol, for what the lab's real one does not do: limits, ranges, empty
 * pages, referrals, busy, dropped connections, silence.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { MessageFramer } from '../../../../src/sources/ldap/framing.js';
import { certificates, type KeyPair } from './certificates.js';
import { readable, rootDse, type StandInEntry, valuesOf } from './directory.js';
import type { AbsentLogic } from './filter.js';
import {
  decodeRequest,
  encodeEntry,
  encodeReference,
  encodeResult,
  type Request,
  type SearchRequest,
} from './protocol.js';

export const USER = 'reader@stand.in';
export const PASSWORD = 'Correct-Horse-1';

export interface Behaviour {
  readonly entries: readonly StandInEntry[];
  /** Plain TCP, for StartTLS; TLS from the start otherwise. */
  readonly plain?: boolean;
  readonly certificate?: KeyPair;
  readonly maxPageSize?: number;
  /** Values of one attribute in one answer (MaxValRange). */
  readonly maxValues?: number;
  /** Sends an empty page with a cookie before every page. */
  readonly emptyPages?: boolean;
  readonly referrals?: readonly string[];
  readonly absentLogic?: AbsentLogic;
  /** Attributes of the rootDSE that differ from the usual. */
  readonly rootDse?: Readonly<Record<string, string>>;
  /** Refuses or answers a bind in its own way. */
  readonly bind?: (
    name: string,
    password: string | undefined,
    mechanism: string | undefined,
  ) => readonly [number, string];
  readonly startTls?: readonly [number, string];
  /** True: keeps no more than the last request, for servers that are asked without end. */
  readonly forgets?: true;
  /** Called for every search; what it returns takes the place of the usual answer. */
  readonly onSearch?: (search: SearchRequest, context: SearchContext) => SearchFault | undefined;
}

export interface SearchContext {
  /** How many searches the server had before this one. */
  readonly earlier: number;
  /** Which connection it is, from 1. */
  readonly connection: number;
}

export type SearchFault =
  /** Sends up to `after` entries of the page, then closes. */
  | { readonly kind: 'drop'; readonly after: number }
  /** Sends up to `after` entries, then this result. */
  | { readonly kind: 'result'; readonly code: number; readonly text?: string; readonly after?: number }
  | { readonly kind: 'silence' }
  /** Sends these bytes as they are. */
  | { readonly kind: 'raw'; readonly bytes: Buffer }
  /** Sends these bytes as fast as they are taken, for as long as there are any. */
  | { readonly kind: 'stream'; readonly chunks: Iterable<Buffer> | AsyncIterable<Buffer> }
  | { readonly kind: 'delay'; readonly milliseconds: number };

interface Received {
  readonly request: Request;
  readonly connection: number;
  readonly bound: boolean;
}

export interface StandIn {
  readonly url: string;
  readonly port: number;
  /** Every request that came, in order, with the number of its connection and whether that was bound. */
  readonly requests: readonly Received[];
  /** Connections open at the moment. */
  open(): number;
  stop(): Promise<void>;
}

export async function startStandIn(behaviour: Behaviour): Promise<StandIn> {
  const requests: Received[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  let searches = 0;
  const note = (received: Received): number => {
    if (behaviour.forgets) requests.length = 0;
    requests.push(received);
    return received.request.kind === 'search' ? searches++ : searches;
  };
  const accept = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    serve(socket, behaviour, note, ++connections);
  };
  const pair = behaviour.certificate ?? certificates().server;
  const tls = { ...pair, ca: certificates().ca, requestCert: true, rejectUnauthorized: false };
  const server: Server = behaviour.plain ? createServer(accept) : createTlsServer(tls, accept);
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `${behaviour.plain ? 'ldap' : 'ldaps'}://127.0.0.1:${port}`,
    port,
    requests,
    open: () => sockets.size,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function serve(first: Socket, behaviour: Behaviour, note: (received: Received) => number, connection: number): void {
  let socket = first;
  let framer = new MessageFramer();
  let bound = false;
  const cookies = new Map<string, readonly StandInEntry[]>();
  const onData = (chunk: Buffer) => {
    try {
      for (const bytes of framer.push(chunk)) handle(decodeRequest(bytes));
    } catch {
      socket.destroy();
    }
  };
  const handle = (request: Request) => {
    const earlier = note({ request, connection, bound });
    if (request.kind === 'unbind') socket.end();
    else if (request.kind === 'bind') answerBind(request);
    else if (request.kind === 'extended') startTls(request.id);
    else if (request.kind === 'search') answerSearch(request, { earlier, connection });
    else socket.destroy();
  };
  const answerBind = (request: Request & { kind: 'bind' }) => {
    const usual = () => (request.name === USER && request.password === PASSWORD ? ([0, ''] as const) : refused);
    const [code, text] = behaviour.bind?.(request.name, request.password, request.mechanism) ?? usual();
    bound = code === 0;
    socket.write(encodeResult(request.id, 0x61, code, text));
  };
  const startTls = (id: number) => {
    const [code, text] = behaviour.startTls ?? [0, ''];
    socket.write(encodeResult(id, 0x78, code, text));
    if (code !== 0) return;
    socket.off('data', onData);
    framer = new MessageFramer();
    const pair = behaviour.certificate ?? certificates().server;
    socket = new TLSSocket(socket, { isServer: true, ...pair });
    socket.on('error', () => undefined);
    socket.on('data', onData);
  };
  const answerSearch = (search: SearchRequest, context: SearchContext) => {
    const fault = behaviour.onSearch?.(search, context);
    if (fault?.kind === 'silence') return;
    if (fault?.kind === 'raw') return void socket.write(fault.bytes);
    if (fault?.kind === 'stream') return void Readable.from(fault.chunks).pipe(socket, { end: false });
    if (fault?.kind === 'delay') return void setTimeout(() => answer(search), fault.milliseconds);
    answer(search, fault);
  };
  const answer = (search: SearchRequest, fault?: SearchFault & { kind: 'drop' | 'result' }) => {
    if (!bound) return void socket.write(encodeResult(search.id, 0x65, 1, '000004DC: a bind must be completed'));
    const left = search.cookie ? cookies.get(search.cookie) : matching(search, behaviour);
    if (!left) {
      const code = search.cookie ? 53 : 32;
      return void socket.write(encodeResult(search.id, 0x65, code, code === 32 ? 'NO_OBJECT' : 'unknown cookie'));
    }
    const empty = behaviour.emptyPages && search.pageSize !== undefined && !search.cookie?.endsWith('full');
    const size = empty ? 0 : Math.min(search.pageSize ?? Infinity, behaviour.maxPageSize ?? Infinity);
    const page = left.slice(0, Math.min(size, fault?.after ?? Infinity));
    const out = page.map((entry) => encodeEntry(search.id, entry.dn, select(entry, search, behaviour)));
    if (fault?.kind === 'drop') return void socket.write(Buffer.concat(out), () => socket.destroy());
    if (behaviour.referrals) out.push(encodeReference(search.id, behaviour.referrals));
    const rest = left.slice(size);
    let cookie: string | undefined;
    if (search.pageSize !== undefined) {
      cookie = rest.length > 0 ? `${search.id}-${empty ? 'full' : 'next'}` : '';
      if (cookie) cookies.set(cookie, rest);
    }
    const code = fault?.code ?? (cookie === undefined && rest.length > 0 ? 4 : 0);
    out.push(encodeResult(search.id, 0x65, code, fault?.text ?? '', fault ? undefined : cookie));
    // In small pieces, so that messages are cut anywhere.
    const bytes = Buffer.concat(out);
    for (let at = 0; at < bytes.length; at += 1777) socket.write(bytes.subarray(at, at + 1777));
  };
  socket.on('data', onData);
}

const refused = [
  49,
  '80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data 52e, v4563',
] as const;

/** The entries of a search, or undefined when its base does not exist. */
function matching(search: SearchRequest, behaviour: Behaviour): readonly StandInEntry[] | undefined {
  const base = search.base.toLowerCase();
  if (base === '') return search.scope === 0 ? [rootDse(behaviour.rootDse)] : [];
  const at = (entry: StandInEntry) => entry.dn.toLowerCase();
  const exists = (entry: StandInEntry) => at(entry) === base || (search.scope > 0 && at(entry).endsWith(`,${base}`));
  if (!behaviour.entries.some(exists)) return undefined;
  const parent = (dn: string) => dn.slice(dn.indexOf(',') + 1);
  return behaviour.entries.filter((entry) => {
    const dn = at(entry);
    const inScope =
      search.scope === 0
        ? dn === base
        : search.scope === 1
          ? parent(dn) === base
          : dn === base || (dn.endsWith(`,${base}`) && !isOtherContext(dn, base));
    return inScope && search.filter(entry, behaviour.absentLogic ?? 'false') === true;
  });
}

/** The configuration lies below the domain by name, but is a naming context of its own. */
const isOtherContext = (dn: string, base: string) =>
  dn.includes('cn=configuration,') && !base.includes('cn=configuration,');

function select(
  entry: StandInEntry,
  search: SearchRequest,
  behaviour: Behaviour,
): Array<readonly [string, readonly Buffer[]]> {
  const selected: Array<readonly [string, readonly Buffer[]]> = [];
  for (const wanted of search.attributes) {
    const [name = '', option] = wanted.split(';');
    const values = valuesOf(entry, name);
    if (values === undefined || !readable(entry, name)) continue;
    // Without the control, and with the SACL asked for, an ordinary reader gets no descriptor.
    if (name === 'nTSecurityDescriptor' && search.sdFlags !== 7) continue;
    const first = Number(/^range=(\d+)-/.exec(option ?? '')?.[1] ?? 0);
    const max = behaviour.maxValues ?? Infinity;
    if (option === undefined && values.length <= max) {
      selected.push([name, values]);
      continue;
    }
    if (option === undefined) selected.push([name, []]);
    const last = Math.min(values.length, first + max) - 1;
    if (first >= values.length) continue;
    selected.push([`${name};range=${first}-${last === values.length - 1 ? '*' : last}`, values.slice(first, last + 1)]);
  }
  return selected;
}
