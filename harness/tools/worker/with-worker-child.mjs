// Loaded into the process that plays a cell: it ends with its worker, also where that is killed. Threads load it too,
// and no TypeScript: so this one file is plain JavaScript.
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.channel?.unref();
}
