import { expect, it } from 'vitest';
import { embeddedDataset } from '../data/embedded-dataset.ts';
import { openClosedWorld } from './open-world.ts';

it('a world knows the sessions that have a goal, and why the others have none, the commonest cause first', () => {
  const dataset = embeddedDataset(12);
  const [first, ...rest] = dataset.sessions;
  const broken = (ids: number) => rest.slice(0, ids).map((session) => ({ ...session, complete: false }));
  const empty = { ...first!, steps: [] };
  const sessions = [empty, ...broken(3), ...rest.slice(3)];
  const { refused, sessions: known } = openClosedWorld({ ...dataset, sessions });
  expect(known).toEqual(rest.slice(3));
  expect(refused).toEqual([
    { cause: 'The log breaks off before the case ended.', count: 3 },
    { cause: 'The log holds no step.', count: 1 },
  ]);
  expect(() => openClosedWorld({ ...dataset, sessions: [empty, ...broken(3)] })).toThrow(
    /any of 4 sessions; the commonest cause: The log breaks off/,
  );
});
