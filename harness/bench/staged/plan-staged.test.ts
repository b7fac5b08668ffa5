import { describe, expect, it } from 'vitest';
import { planStaged, pointsOf } from './plan-staged.ts';

const noise = (alpha: number) => ({ alpha, beta: 0, slip: 0 });
const cell = (arm: string, alpha = 0, loop = 'open') => ({
  cell: { id: `${arm} ${alpha} ${loop}`, arm, loop },
  noise: noise(alpha),
});
const list = (count: number) => Array.from({ length: count });
const OPEN = [cell('human-only'), cell('copilot'), cell('selective'), cell('copilot', 0.1), cell('selective', 0.1)];
const split = { rule: null, parts: { train: list(9), feedback: list(4), calibration: list(3), evaluation: list(5) } };
const closed = {
  cells: [cell('selective', 0, 'closed'), cell('human-only', 0, 'closed')],
  parts: { feedback: list(2), calibration: list(1), evaluation: list(7) },
  twinSessions: 0,
};
const plan = (more: object = {}) =>
  planStaged({
    ...{ loaded: 'data', split, cells: OPEN, closed: null, others: [], paritySessions: 0 },
    recipes: { policy: { name: 'p' }, critic: { name: 'c' }, gate: { name: 'g' } },
    options: { seed: '1', policy: 'p', critic: 'c' },
    ...more,
  } as never);

describe('the plan of a staged experiment', () => {
  it('counts an episode for each evaluation session in each cell', () => {
    expect(plan().parts).toEqual([
      { population: '1', loop: 'open', train: 9, feedback: 4, calibration: 3, evaluation: 5, episodes: 25 },
    ]);
  });

  it('counts repeats of all arms but of operators alone, whom no model can change', () => {
    const { parts, notes } = plan({ repeats: 3 });
    expect(parts[0]?.episodes).toBe(5 * (5 + 2 * 4));
    expect(notes).toEqual(['Each session is played 3 times, human-only once.']);
    expect(plan({ repeats: 1 }).notes).toEqual([]);
  });

  it('has the closed loop on its own sessions, taught by the policy of all', () => {
    const { parts, points } = plan({ closed });
    expect(parts[1]).toEqual({
      ...{ population: '1', loop: 'closed', train: 9, feedback: 2, calibration: 1, evaluation: 7, episodes: 14 },
    });
    expect(points).toEqual([
      { loop: 'open', point: 'α 0 β 0 slip 0', arms: ['human-only', 'copilot', 'selective'] },
      { loop: 'open', point: 'α 0.1 β 0 slip 0', arms: ['copilot', 'selective'] },
      { loop: 'closed', point: 'α 0 β 0 slip 0', arms: ['selective', 'human-only'] },
    ]);
  });

  it('trains a policy for each population, and critic and gate for each of its selective cells', () => {
    expect(plan().trainings).toEqual({ policies: 1, gates: 2 });
    expect(plan().models).toEqual(['Policy p.', 'Critic c and gate g for 2 selective cells.']);
    const others = [2, 3].map((nth) => ({ seed: `${nth}`, loaded: 'other', split, closed }));
    const many = plan({ closed, others });
    expect(many.trainings).toEqual({ policies: 3, gates: 9 });
    expect(many.models).toEqual([
      'Policy p in each of 3 populations.',
      'Critic c and gate g for 3 selective cells in each of 3 populations.',
    ]);
    expect(many.parts.map(({ population, loop }) => `${population} ${loop}`)).toEqual([
      ...['1 open', '1 closed', '2 open', '2 closed', '3 open', '3 closed'],
    ]);
  });

  it('trains one more where a published rule has its own training sessions', () => {
    const { trainings, models } = plan({ split: { ...split, rule: 'star-standard' } });
    expect(trainings.policies).toBe(2);
    expect(models.at(-1)).toBe('Another policy p, on all that the rule trains on.');
  });

  it('says what is done beside the play', () => {
    const { notes } = plan({ closed: { ...closed, twinSessions: 1 }, paritySessions: 2 });
    expect(notes).toEqual([
      'Errors in up to 1 closed-loop session get twins beside that.',
      '2 sessions of the last noise level are worked in a real browser, too.',
    ]);
  });

  it('tells noise levels apart by each of their rates', () => {
    const levels = [noise(0), { alpha: 0, beta: 0.1, slip: 0 }, { alpha: 0, beta: 0, slip: 0.1 }];
    expect(pointsOf(levels.map((one) => ({ ...cell('copilot'), noise: one })) as never)).toHaveLength(3);
  });
});
