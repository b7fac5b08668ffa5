import { expect, it } from 'vitest';
import { queueTerms } from './worker.ts';

it('what a command line says in seconds a queue is told in milliseconds', () => {
  expect(queueTerms({ queue: 'redis://here', lease: 90, attempts: 3, backOff: 2.5 })).toEqual({
    url: 'redis://here',
    leaseMs: 90_000,
    attempts: 3,
    backOffMs: 2500,
  });
});
