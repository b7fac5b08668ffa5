import { describe, expect, it } from 'vitest';
import { closedTrace, pairOf } from '../../../reports/propagation/test-pairs.ts';
import type { MeasuredSetting } from './measure-setting.ts';
import type { Setting } from './play-settings.ts';
import { answerWords, controlWords, groupWords } from './propagation-words.ts';

const figure = (estimate: number) => ({ estimate, low: estimate / 2, high: estimate * 1.5 });

function row(operators: string, world: string, arm: Setting['arm'], names: readonly string[], r: number, firsts = 30) {
  const point = { label: `${operators}, ${world}`, operators, world, grid: null };
  return {
    setting: { point, arm, name: names.join('; '), names },
    figures: { rFirst: figure(r), goalMissed: figure(0.2), firsts },
  } as unknown as MeasuredSetting;
}

describe('goals lost are told in points, as the tables have them', () => {
  it('of a group', () => {
    const group = { name: 'operator accepted', r: figure(1), goalLost: figure(0.2) } as Parameters<
      typeof groupWords
    >[0];
    expect(groupWords(group)).toMatch(/goals lost 20\u202fpp \[10, 30\]/);
  });

  it('of the control', () => {
    const lost = pairOf(closedTrace('a! b', { goalReached: false }), closedTrace('a b'));
    expect(controlWords({ same: 1, strayed: 0, crashed: [], other: [lost] })).toMatch(
      /loses 100\.0\u202fpp of goals \(1 twin\)\.$/,
    );
  });
});

describe('the first sentence of propagation', () => {
  it('answers the question: what a first error brings, and how many cases miss their goal', () => {
    const rows = [
      row('clean', 'calm', 'copilot', ['copilot'], 9),
      row('paper', 'lively', 'copilot', ['copilot'], 8),
      row('paper', 'calm', 'human-only', ['human-only'], 7),
      row('paper', 'calm', 'copilot', ['copilot'], 1),
      row('paper', 'calm', 'selective', ['gate 0.8', 'gate 0.9'], 3),
      row('paper', 'calm', 'selective', ['gate 0.95'], 6),
    ];
    const [answer, ...more] = answerWords(rows, 0.9);
    expect(more).toEqual([]);
    expect(answer).toMatch(
      /^The first error of a case brings 1\.00 \[0\.50, 1\.50\] further ones with a copilot, where 20\s% /,
    );
    expect(answer).toContain('and 3.0 [1.5, 4.5] further ones with the gate at 0.9');
    expect(answer).not.toMatch(/[6-9]\.\d/);
  });

  it('is left out where no first error was made', () => {
    expect(answerWords([row('paper', 'calm', 'copilot', ['copilot'], 1, 0)], 0.9)).toEqual([]);
  });
});
