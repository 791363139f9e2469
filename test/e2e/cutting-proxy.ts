/** A way to a server that can be cut: what comes through is counted, and after so many bytes there is nobody any more. */
import { connect, createServer, type Socket } from 'node:net';

export interface CuttingProxy {
  readonly port: number;
  /** Bytes that the server has sent through it so far. */
  readonly bytes: number;
  /** Cuts all connections once so many more bytes came from the server, and lets no more through. */
  cutAfter(bytes: number): void;
  /** Lets connections through again. */
  mend(): void;
  stop(): Promise<void>;
}

export async function startCuttingProxy(host: string, port: number): Promise<CuttingProxy> {
  const open = new Set<Socket>();
  let bytes = 0;
  let last = Number.POSITIVE_INFINITY;
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  const server = createServer((client) => {
    if (bytes >= last) {
      client.destroy();
      return;
    }
    const upstream = connect({ host, port });
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream);
    upstream.on('data', (chunk) => {
      bytes += chunk.length;
      if (bytes >= last) cut();
      else if (!client.write(chunk)) {
        upstream.pause();
        client.once('drain', () => upstream.resume());
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address() as { port: number };
  return {
    port: address.port,
    get bytes() {
      return bytes;
    },
    cutAfter: (more) => {
      last = bytes + more;
    },
    mend: () => {
      last = Number.POSITIVE_INFINITY;
    },
    stop: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
