import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Trace } from '../contract/trace.ts';
import { movedOn, movement, waitingFor } from './movement.ts';
import { leftHanging, runLimits } from './run-limits.ts';

const crash = (session: string, timedOut = false) =>
  ({ session, cell: 'c', end: 'crashed', ...(timedOut && { timedOut: true }) }) as Trace;

describe('limits of a run', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('are none where none are set', async () => {
    const limits = runLimits();
    expect(limits.watch).toBeUndefined();
    for (let at = 0; at < 50; at++) expect(limits.onCrash?.(crash('s'))).toBeNull();
    let ended = false;
    await limits.release(async () => {
      ended = true;
    });
    expect([ended, limits.notes()]).toEqual([true, []]);
  });

  it('end the run at so many crashes, and not again', () => {
    const limits = runLimits({ maxFailures: 2 });
    expect(limits.onCrash?.(crash('a'))).toBeNull();
    expect(limits.onCrash?.(crash('b'))?.message).toMatch(
      /^2 episodes have crashed, the last in session "b" in "c", and --max-failures 2 ends the run\./,
    );
    expect(limits.onCrash?.(crash('c'))).toBeNull();
    expect(runLimits({ maxFailures: 1 }).onCrash?.(crash('a'))?.message).toMatch(
      /^An episode has crashed, session "a"/,
    );
  });

  it('give an episode up after its time, unless the watch is called off', () => {
    const limits = runLimits({ timeout: 2 });
    let over = 0;
    const stop = limits.watch?.(() => over++);
    vi.advanceTimersByTime(1999);
    stop?.();
    vi.advanceTimersByTime(5000);
    expect(over).toBe(0);
    const before = leftHanging();
    limits.watch?.(() => over++);
    vi.advanceTimersByTime(1999);
    expect([over, leftHanging()]).toEqual([0, before]);
    vi.advanceTimersByTime(1);
    expect([over, leftHanging()]).toEqual([1, true]);
  });

  it('wait for a model no longer than an episode may take, once one ran out of time', async () => {
    const limits = runLimits({ timeout: 2 });
    const forever = () => new Promise<void>(() => undefined);
    let released = false;
    const wait = async () => {
      await limits.release(forever);
      released = true;
    };
    void wait();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(released).toBe(false);
    limits.onCrash?.(crash('a', true));
    void wait();
    await vi.advanceTimersByTimeAsync(1999);
    expect(released).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(released).toBe(true);
  });

  it('tell which episodes ran out of time, five by name', () => {
    const limits = runLimits({ timeout: 2 });
    limits.onCrash?.(crash('x'));
    expect(limits.notes()).toEqual([]);
    limits.onCrash?.(crash('a', true));
    expect(limits.notes()).toEqual([
      'Time: 1 episode took longer than 2 s (--timeout) and crashed by that: session "a" in "c".',
    ]);
    for (const name of ['b', 'c', 'd', 'e']) limits.onCrash?.(crash(name, true));
    expect(limits.notes()[0]).toMatch(/^Time: 5 episodes .* session "e" in "c"\.$/);
    limits.onCrash?.(crash('f', true));
    expect(limits.notes()[0]).toMatch(/^Time: 6 episodes .* session "e" in "c"; and 1 more\.$/);
  });
});

it('movement is of the phase at hand, what it waits for, and how often it came on', () => {
  const before = movement.count;
  movedOn('playing');
  waitingFor('session s');
  movedOn('playing');
  expect(movement).toEqual({ phase: 'playing', waitsFor: 'session s', count: before + 3 });
});
