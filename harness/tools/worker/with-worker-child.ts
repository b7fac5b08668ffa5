/** Loaded into the process that plays a cell: it ends with its worker, also where that is killed. */
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.channel?.unref();
