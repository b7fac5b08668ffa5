import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CapturedOutput, captureOutput } from '../capture-output.ts';
import { EXIT } from './exit-code.ts';
import { abortOnStop, closeOnStop } from './stop-signals.ts';

let output: CapturedOutput;
let codes: unknown[];
beforeEach(() => {
  output = captureOutput();
  codes = [];
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    codes.push(code);
    return undefined as never;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  output.end();
});

const CODES = [
  ['SIGINT', EXIT.interrupted],
  ['SIGTERM', EXIT.terminated],
  ['SIGHUP', EXIT.hungUp],
] as const;
const listeners = () => CODES.map(([signal]) => process.listenerCount(signal));

describe('a signal that ends the process', () => {
  it.each(CODES)('%s closes what was opened last first, once, and ends with its code', (signal, code) => {
    const before = listeners();
    const closed: string[] = [];
    const takenBack = closeOnStop(() => closed.push('gone'));
    closeOnStop(() => closed.push('first'));
    closeOnStop(() => closed.push('second'));
    takenBack();
    takenBack();
    process.emit(signal, signal);
    expect(closed).toEqual(['second', 'first']);
    expect(codes).toEqual([code]);
    expect(output.text()).toContain(`${signal}: stopping. What was played is kept`);
    // Another signal ends the process by the system’s own ways.
    expect(listeners()).toEqual(before);
  });

  it('closes the rest, and says so, where something cannot be closed', () => {
    const closed: string[] = [];
    closeOnStop(() => closed.push('first'));
    closeOnStop(() => {
      throw new Error('The disk is gone.');
    });
    process.emit('SIGTERM', 'SIGTERM');
    expect(closed).toEqual(['first']);
    expect(output.text()).toContain('The disk is gone.');
    expect(codes).toEqual([EXIT.terminated]);
  });

  it('is heard only while there is something to be closed', () => {
    const before = listeners();
    const [one, other] = [closeOnStop(() => undefined), closeOnStop(() => undefined)];
    expect(listeners()).toEqual(before.map((count) => count + 1));
    one();
    expect(listeners()).toEqual(before.map((count) => count + 1));
    other();
    expect(listeners()).toEqual(before);
    closeOnStop(() => undefined)();
    expect(listeners()).toEqual(before);
  });
});

describe('work that takes a moment to stop', () => {
  it('is told to, with the exit code, and has five seconds', () => {
    vi.useFakeTimers();
    const before = listeners();
    const { signal } = abortOnStop('finishing the cell');
    expect(signal.aborted).toBe(false);
    process.emit('SIGINT', 'SIGINT');
    expect([signal.aborted, signal.reason]).toEqual([true, EXIT.interrupted]);
    expect(output.text()).toContain('SIGINT: finishing the cell');
    expect(listeners()).toEqual(before);
    vi.advanceTimersByTime(4_999);
    expect(codes).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(codes).toEqual([EXIT.interrupted]);
  });

  it('is not told once it has taken that back', () => {
    const before = listeners();
    const stop = abortOnStop('x');
    expect(listeners()).toEqual(before.map((count) => count + 1));
    stop.end();
    expect(listeners()).toEqual(before);
    expect(stop.signal.aborted).toBe(false);
  });
});
