/** Sockets on their way to being of use. */
import type { Socket } from 'node:net';
import { ConnectionLost } from './failures.js';

/**
 * Waits until a socket is ready; on failure it is destroyed. The socket's own listeners are left alone.
 * @param timeout seconds
 * @throws ConnectionLost with the cause
 */
export function established(socket: Socket, event: 'connect' | 'secureConnect', timeout: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const ready = () => settle();
    const failed = (error: Error) => settle(new ConnectionLost(error.message, { cause: error }));
    const closed = () => settle(new ConnectionLost('the server closed the connection'));
    const silent = () => settle(new ConnectionLost(`no connection within ${timeout} s`, { timedOut: true }));
    const timer = setTimeout(silent, timeout * 1000);
    const settle = (error?: ConnectionLost) => {
      clearTimeout(timer);
      socket.off(event, ready).off('error', failed).off('close', closed);
      if (!error) return resolve();
      socket.on('error', () => undefined);
      socket.destroy();
      reject(error);
    };
    socket.on(event, ready).on('error', failed).on('close', closed);
  });
}
