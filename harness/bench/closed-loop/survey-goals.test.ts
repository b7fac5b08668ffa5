import { expect, it } from 'vitest';
import { generateDataset } from '../../../fixtures/generator/generate-dataset.ts';
import { testStreams } from '../../../fixtures/generator/test-streams.ts';
import { surveyGoals } from './survey-goals.ts';

const { catalog, sessions } = generateDataset({ sessions: 12 }, testStreams('survey'));
const [first] = sessions;

it('a session counts under its goal’s procedure, else the one that was open, else the first that was offered', () => {
  const torn = { ...first!, complete: false };
  const goal = { ...first!.goal!, procedure: 'refund' };
  const asked = [
    { ...torn, id: 'a', goal, opened: 'handover', offered: ['cancellation'] },
    { ...torn, id: 'b', goal: null, opened: 'handover', offered: ['cancellation'] },
    { ...torn, id: 'c', goal: null, opened: null, offered: ['cancellation', 'refund'] },
    { ...torn, id: 'd', goal: null, opened: null, offered: null },
  ];
  const cause = 'The log breaks off before the case ended.';
  expect(surveyGoals({ catalog, sessions: asked }, '1')).toEqual({
    known: [],
    unknown: [
      { session: 'a', procedure: 'refund', cause },
      { session: 'b', procedure: 'handover', cause },
      { session: 'c', procedure: 'cancellation', cause },
      { session: 'd', procedure: '', cause },
    ],
  });
});

it('what a log comes to is known of each session that has a plan, in their order', () => {
  const { known, unknown } = surveyGoals({ catalog, sessions }, '1');
  expect(unknown).toEqual([]);
  expect(known.map(({ session }) => session)).toEqual(sessions.map(({ id }) => id));
  for (const [at, { procedure, required, optional, replay }] of known.entries()) {
    expect(procedure).toBe(sessions[at]!.goal?.procedure);
    expect(required).toBeGreaterThan(0);
    expect(optional).toBeGreaterThanOrEqual(0);
    expect(replay.end).toMatchObject({ how: 'resolved', goalReached: true });
  }
  expect(new Set(known.map(({ optional }) => optional)).size).toBeGreaterThan(1);
});
