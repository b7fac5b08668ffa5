import { expect, it } from 'vitest';
import type { Trace } from '../../contract/trace.ts';
import { createTraceDigest } from './trace-digest.ts';

const trace = (session: string, more: Partial<Trace> = {}) =>
  ({ session, cell: 'selective', retries: 0, end: 'completed', steps: [], ...more }) as unknown as Trace;

function wordsOf(...traces: readonly Trace[]): string {
  const digest = createTraceDigest();
  for (const one of traces) digest.take(one);
  return digest.words('in-process');
}

it('is of what happened in each episode, in order, not of how often a desk was begun again', () => {
  const [one, two] = [trace('a'), trace('b')];
  expect(wordsOf(trace('a', { retries: 2 }), two)).toBe(wordsOf(one, two));
  const others = [
    [two, one],
    [one],
    [one, two, two],
    [trace('a', { end: 'truncated' }), two],
    [trace('a', { cell: 'copilot' }), two],
  ];
  expect(new Set([[one, two], ...others].map((traces) => wordsOf(...traces))).size).toBe(6);
});

it('is so far each time that it is told, the same by whatever driver', () => {
  const digest = createTraceDigest();
  digest.take(trace('a'));
  const first = digest.words('in-process');
  expect(first).toContain('in-process. Digest of the 1 traces: ');
  expect(digest.words('browser').split('Digest')[1]).toBe(first.split('Digest')[1]);
  digest.take(trace('b'));
  expect(digest.words('in-process')).toBe(wordsOf(trace('a'), trace('b')));
});
