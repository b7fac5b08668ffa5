import { expect, it } from 'vitest';
import { createWatchdog } from './watchdog.ts';

it('names the phase and the episode once nothing has moved for long, then more rarely, and not again once it moves', () => {
  let now = 0;
  const said: string[] = [];
  const movement = { phase: 'starting', waitsFor: '', count: 0 };
  const dog = createWatchdog({ afterMs: 1000, nowMs: () => now, say: (text) => said.push(text), movement });
  const lookAt = (ms: number) => {
    now = ms;
    dog.look();
    return said.splice(0);
  };
  Object.assign(movement, { phase: 'play', waitsFor: 'session "s1" in "copilot"', count: 1 });
  expect(lookAt(0)).toEqual([]);
  expect(lookAt(999)).toEqual([]);
  expect(lookAt(1000)).toEqual([
    'Nothing has moved for 1.0 s (play, waiting for session "s1" in "copilot"). Ctrl-C stops; the same command goes on.',
  ]);
  expect(lookAt(1999)).toEqual([]);
  expect(lookAt(2000)).toHaveLength(1);
  Object.assign(movement, { phase: 'writing figures', waitsFor: '', count: 2 });
  expect(lookAt(3000)).toEqual([]);
  expect(lookAt(3999)).toEqual([]);
  expect(lookAt(4000)).toEqual([
    'Nothing has moved for 1.0 s (writing figures). Ctrl-C stops; the same command goes on.',
  ]);
  dog.end();
});
