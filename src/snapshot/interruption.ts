/**
 * What is done before a signal ends the process. One place for all: each part does its own, none ends the process before the
 * others have done theirs, and how it ended is what it would have been without us.
 */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const tasks = new Set<() => void>();

/**
 * @param task is called once, before SIGINT, SIGTERM or SIGHUP ends the process; what it throws is passed over
 * @returns takes it back
 */
export function beforeInterruption(task: () => void): () => void {
  if (tasks.size === 0) for (const signal of SIGNALS) process.on(signal, onSignal);
  tasks.add(task);
  return () => {
    if (tasks.delete(task) && tasks.size === 0) stopListening();
  };
}

function onSignal(signal: NodeJS.Signals): void {
  for (const task of tasks) {
    try {
      task();
    } catch {
      // The others have their part to do, and the process ends.
    }
  }
  tasks.clear();
  stopListening();
  // Where a program that uses this as a library listens too, it decides.
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}

function stopListening(): void {
  for (const signal of SIGNALS) process.off(signal, onSignal);
}
