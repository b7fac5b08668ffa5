import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from './exit-code.ts';
import { LockHeldError, type Processes, takeLock, waitForLock } from './run-lock.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-lock-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
const newPath = () => join(mkdtempSync(join(root, 'run-')), 'run.lock');

/** A machine on which these processes are alive, each with the time at which it began. */
const machine = (pid: number, alive: Record<number, string | null>, host = 'here'): Processes => ({
  pid,
  host,
  began: (other) => alive[other],
});
const FIRST = machine(7, { 7: 'monday' });

describe('a lock', () => {
  it('has one owner, until it is released', () => {
    const path = newPath();
    const lock = takeLock(path, FIRST);
    expect(() => takeLock(path, machine(8, { 7: 'monday', 8: 'tuesday' }))).toThrow(UsageError);
    expect(() => takeLock(path, machine(8, { 7: 'monday', 8: 'tuesday' }))).toThrow(
      /run\.lock is held by process 7 on here since 2.*: wait until it has ended\./,
    );
    lock.release();
    expect(takeLock(path, FIRST).broken).toBeNull();
  });

  it.each([
    ['is gone', { 8: 'tuesday' }],
    ['has given its number to another', { 7: 'tuesday', 8: 'tuesday' }],
  ])('is broken, and that is told, where its process %s', (_, alive) => {
    const path = newPath();
    takeLock(path, FIRST);
    const lock = takeLock(path, machine(8, alive));
    expect(lock.broken).toMatchObject({ pid: 7, host: 'here', began: 'monday' });
    lock.release();
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  it.each([
    ['that runs where no times are known', machine(8, { 7: null, 8: null })],
    ['on another machine', machine(8, { 8: 'tuesday' }, 'there')],
  ])('is not broken for a process %s', (_, processes) => {
    const path = newPath();
    takeLock(path, FIRST);
    expect(() => takeLock(path, processes)).toThrow(/is held by process 7 on here/);
  });

  it('is broken, too, where a kill came while another one broke it', () => {
    const path = newPath();
    takeLock(path, FIRST);
    takeLock(`${path}.break`, FIRST);
    expect(takeLock(path, machine(8, { 8: 'tuesday' })).broken?.pid).toBe(7);
    expect(readdirSync(join(path, '..'))).toEqual(['run.lock']);
  });

  it('that says nothing is refused with what to do, and releasing leaves the lock of another alone', () => {
    const path = newPath();
    writeFileSync(path, '');
    expect(() => takeLock(path, FIRST)).toThrow(/does not say who holds it: if nobody uses it, delete it/);
    rmSync(path);
    const lock = takeLock(path, FIRST);
    rmSync(path);
    takeLock(path, FIRST);
    lock.release();
    expect(existsSync(path)).toBe(true);
  });

  it('can be waited for, for so long', () => {
    const path = newPath();
    const lock = takeLock(path);
    expect(() => waitForLock(path, 30)).toThrow(LockHeldError);
    lock.release();
    waitForLock(path, 0).release();
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  it('knows this process and its start', () => {
    const path = newPath();
    takeLock(path);
    expect(() => takeLock(path)).toThrow(new RegExp(`process ${process.pid} on`));
  });
});
