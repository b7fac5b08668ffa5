import { expect, it } from 'vitest';
import { erlangC } from './erlang-c.ts';
import { fanOut, findSpan } from './find-span.ts';

const request = {
  play: (load: number) => erlangC({ arrivalRate: load, serviceRate: 1, servers: 3 }).meanWait,
  lowest: 0.1,
  highest: 2.99,
  halvings: 40,
};

it('finds the load at which waiting reaches the limit', () => {
  const span = findSpan({ ...request, within: (wait) => wait <= 0.5 });
  expect(span).toMatchObject({ reached: true });
  expect(span?.at).toBeCloseTo(0.5, 6);
  expect(span?.at).toBeLessThanOrEqual(0.5);
});

it('says where no load breaks the limit, and where every load does', () => {
  expect(findSpan({ ...request, within: () => true })).toMatchObject({ load: 2.99, reached: false });
  expect(findSpan({ ...request, within: () => false })).toBeNull();
});

it('fan-out is neglect over interaction plus one, over all sessions', () => {
  const shared = [
    { kind: 'operator', ms: 10 },
    { kind: 'customer', ms: 15 },
    { kind: 'automation', ms: 5 },
  ] as const;
  expect(fanOut([shared, shared])).toBe(3);
  expect(fanOut([shared, [{ kind: 'automation', ms: 10 }]])).toBe(4);
  expect(fanOut([[{ kind: 'automation', ms: 10 }]])).toBeNull();
});
