/** What the file system does to the process that writes: how much it lets through, and then how it fails. */
export interface Disk {
  left: number;
  used: number;
  error: null | (() => Error);
}

/** A file system that stops at any byte of a write and before any other change, as a kill or a full disk does. */
export function smallDisk<Fs extends typeof import('node:fs')>(fs: Fs, disk: Disk): Fs {
  const spend = (wanted: number): number => {
    const granted = Math.min(wanted, disk.left);
    disk.left -= granted;
    disk.used += granted;
    return granted;
  };
  const change =
    <A extends unknown[], R>(work: (...args: A) => R) =>
    (...args: A): R => {
      if (disk.error && spend(1) === 0) throw disk.error();
      return work(...args);
    };
  const isFull = () => (disk.error?.() as NodeJS.ErrnoException | undefined)?.code === 'ENOSPC';
  /** Writes as much of a text as is let through. */
  const whole =
    (work: (path: string, data: string | Uint8Array, options?: object) => void) =>
    (path: string, data: string | Uint8Array, options?: object): void => {
      const bytes = Buffer.from(data as string);
      const granted = disk.error ? spend(bytes.length) : bytes.length;
      work(path, bytes.subarray(0, granted), options);
      if (granted < bytes.length) throw disk.error?.();
    };
  return {
    ...fs,
    writeSync: ((file: number, bytes: Buffer, from = 0) => {
      const length = bytes.length - from;
      const granted = disk.error ? spend(length) : length;
      if (granted > 0) return fs.writeSync(file, bytes, from, granted);
      throw disk.error?.();
    }) as never,
    writeFileSync: whole(fs.writeFileSync as never),
    appendFileSync: whole(fs.appendFileSync as never),
    // Files stay in the system's memory here: nothing is lost but what was not written.
    fsyncSync: change(() => undefined),
    ftruncateSync: change(fs.ftruncateSync),
    renameSync: change(fs.renameSync),
    // A full disk lets files be removed, and folders be opened.
    rmSync: (...args: Parameters<typeof fs.rmSync>) => (isFull() ? fs.rmSync : change(fs.rmSync))(...args),
    openSync: ((path: string, flags = 'r') =>
      (isFull() && flags === 'r' ? fs.openSync : change(fs.openSync))(path, flags)) as never,
    mkdirSync: change(fs.mkdirSync as never),
  };
}

/** Does the work while the disk lets through so much, and says with what it ended; null where it did not fail. */
export function within(disk: Disk, left: number, error: () => Error, work: () => unknown): unknown {
  Object.assign(disk, { left, used: 0, error });
  try {
    work();
    return null;
  } catch (failure) {
    return failure;
  } finally {
    Object.assign(disk, { left: Number.POSITIVE_INFINITY, error: null });
  }
}

/** What the system says of a disk that is full, or may not be written to. */
export const refusal = (code: 'ENOSPC' | 'EROFS') => () => Object.assign(new Error(code), { code, syscall: 'write' });
