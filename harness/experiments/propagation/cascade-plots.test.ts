import { describe, expect, it } from 'vitest';
import { shownRows } from '../../../reports/figures/testing/shown-rows.ts';
import { executed, RIGHT } from '../../../reports/metrics/support/test-traces.ts';
import { closedTrace, pairOf } from '../../../reports/propagation/test-pairs.ts';
import type { Trace } from '../../contract/trace.ts';
import { causeGroups, groupsOf, settingGroups } from './cascade-groups.ts';
import { cascadePlots, cascadeTable } from './cascade-plots.ts';
import type { MeasuredSetting } from './measure-setting.ts';
import { noiseGains } from './noise-gains.ts';
import type { PropagationFigures } from './over-populations.ts';
import type { Setting } from './play-settings.ts';
import { targetsOf } from './propagation.ts';
import { propagationDetails } from './propagation-details.ts';
import { propagationPoints } from './propagation-points.ts';
import type { PropagationResults } from './propagation-words.ts';

const pair = (session: string) =>
  pairOf(closedTrace('a b! c! d', {}, { session }), closedTrace('a b c d', {}, { session }));
const pairs = (count: number) => Array.from({ length: count }, (_, at) => pair(`s${at}`));

describe('cascades', () => {
  it('are drawn of groups of ten errors or more, up to 20 steps', () => {
    const groups = [
      { label: 'many', pairs: pairs(10) },
      { label: 'few', pairs: pairs(9) },
    ];
    const [further, contaminated] = cascadePlots('cause', groups);
    expect([further?.id, contaminated?.id]).toEqual(['further-by-cause', 'contaminated-by-cause']);
    expect(further?.curves.map(({ label }) => label)).toEqual(['many']);
    expect(further?.curves[0]?.points).toHaveLength(21);
    expect(further?.curves[0]?.points.slice(0, 2)).toEqual([
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ]);
  });

  it('are tabled at some steps, of every group that has an error', () => {
    const table = cascadeTable(
      [
        { label: 'one', pairs: pairs(2) },
        { label: 'none', pairs: [] },
      ],
      1,
    );
    expect(shownRows(table).map(({ group, steps, further }) => [group, steps, further])).toEqual(
      [1, 2, 3, 5, 10, 20].map((steps) => ['one', steps, 1]),
    );
    expect(cascadeTable([], 1).caption).toBe('');
    expect(cascadeTable([], 3).caption).toMatch(/^Errors of 3 populations together/);
  });
});

const setting = (label: string, arm: Setting['arm'], names: string[], own = pairs(1), more: object = {}) =>
  ({
    ...{ point: { label, grid: null, operators: 'paper', world: 'calm', ...more }, arm, names, name: names.join('; ') },
    result: { pairs: own, traces: own.map(({ run }) => run) },
  }) as unknown as Setting;

describe('errors that are followed together', () => {
  it('are those of published operators in the calm world, a group for each gate by name', () => {
    const groups = settingGroups([
      setting('paper, calm', 'selective', ['gate 0.8', 'gate 0.9']),
      setting('paper, lively', 'copilot', ['copilot']),
    ]);
    expect(groups.map(({ label, pairs: own }) => [label, own.length])).toEqual([
      ['gate 0.8', 1],
      ['gate 0.9', 1],
    ]);
  });

  it('are those of one cause, with a copilot or a gate, at all points', () => {
    const groups = causeGroups([
      setting('a', 'copilot', ['copilot'], pairs(2)),
      setting('b', 'selective', ['gate 0.9'], pairs(3)),
      setting('c', 'human-only', ['human-only'], pairs(4)),
    ]);
    expect(groups.map(({ label, pairs: own }) => [label, own.length])).toEqual([['policy passed by gate', 5]]);
  });

  it('are brought together over populations, whose sessions are never one', () => {
    const [one, two] = groupsOf([
      [{ label: 'x', pairs: pairs(1) }],
      [
        { label: 'y', pairs: pairs(2) },
        { label: 'x', pairs: pairs(1) },
      ],
    ]);
    expect([one?.label, one?.pairs.length, two?.label, two?.pairs.length]).toEqual(['x', 2, 'y', 2]);
    expect(new Set(one?.pairs.map(({ run }) => run.session)).size).toBe(2);
  });
});

describe('what noise costs', () => {
  const missed = (session: string, goalReached: boolean, path = 'a b'): Trace =>
    closedTrace(path, { goalReached }, { session });
  const at = (alpha: number, beta: number, names: string[], traces: Trace[]) => ({
    ...setting(`${alpha} ${beta}`, 'copilot', names, [], { grid: { alpha, beta } }),
    result: { pairs: [], traces } as unknown as Setting['result'],
  });
  const good = [missed('s1', true), missed('s2', true)];
  const worse = [missed('s1', false, 'a! b!'), missed('s2', true)];

  it('is the rise for each tenth of a rate that varies, of settings that were played at all points', () => {
    const rows = noiseGains([
      at(0, 0.1, ['copilot', 'once'], good),
      at(0.5, 0.1, ['copilot'], worse),
      setting('paper, calm', 'copilot', ['copilot']),
    ]);
    expect(rows.map(({ setting: name, rate }) => [name, rate])).toEqual([['copilot', 'α']]);
    // Half of the cases for .5 of the rate; an error a session for .5.
    expect(rows[0]?.gain.estimate).toBeCloseTo(0.1);
    expect(rows[0]?.errors.estimate).toBeCloseTo(0.2);
    expect(rows[0]?.gain.of).toBe(2);
  });

  it('is told for each rate by itself, and a crashed session adds nothing', () => {
    const lost = { ...missed('s1', false), end: 'crashed' as const };
    const { outcome: _, ...crashed } = { ...lost, steps: [executed(RIGHT)] };
    const rows = noiseGains([
      at(0, 0, ['copilot'], good),
      at(0, 0.5, ['copilot'], [crashed, worse[1]!]),
      at(0.5, 0, ['copilot'], worse),
      at(0.5, 0.5, ['copilot'], worse),
    ]);
    expect(rows.map(({ rate, gain }) => [rate, gain.of])).toEqual([
      ['α', 1],
      ['β', 1],
    ]);
  });
});

it('points are clean and published operators in both worlds, and the grid in the calm one', () => {
  const points = propagationPoints({ alpha: '0.05,paper', beta: '0.2', slip: '0.01' });
  expect(points.map(({ label, world, grid }) => [label, world, grid])).toEqual([
    ['clean, calm', 'calm', null],
    ['paper, calm', 'calm', null],
    ['α 0.05 β 0.2 slip 0.01, calm', 'calm', { alpha: 0.05, beta: 0.2 }],
    ['α paper β 0.2 slip 0.01, calm', 'calm', null],
    ['clean, lively', 'lively', null],
    ['paper, lively', 'lively', null],
  ]);
  expect(points.map(({ rates }) => Object.values(rates).some((rate) => rate > 0))).toEqual([
    ...[false, false, false, false, true, true],
  ]);
});

it('gates are set to the target asked for and to more, each once, in order', () => {
  const of = (target: number, ...moreTargets: number[]) =>
    targetsOf({ target, moreTargets } as unknown as Parameters<typeof targetsOf>[0]);
  expect([of(0.9, 0.95, 0.8), of(0.9, 0.9), of(0.9)]).toEqual([[0.8, 0.9, 0.95], [0.9], [0.9]]);
});

describe('details in words', () => {
  const figure = (estimate: number) => ({ estimate, low: estimate / 2, high: estimate * 1.5, of: 50 });
  const measured = (operators: string, world: string, arm: string, names: string[], errors = 40) =>
    ({
      setting: {
        ...{ arm, names, name: names.join('; ') },
        point: { label: `${operators}, ${world}`, operators, world, grid: null },
      },
      figures: {
        ...{
          errors,
          sessions: 60,
          firsts: 30,
          rFirst: figure(1),
          goalMissed: figure(0.2),
          errorsPerSession: figure(3),
        },
        ...{ seemingFirst: figure(1), freshFirst: figure(1), harmlessFirst: figure(0.5) },
        ...{ rightBefore: figure(0.9), rightAfter: figure(0.8), rightInstead: figure(0.7) },
      },
    }) as unknown as MeasuredSetting;
  const settings = (...rows: [string, string, string, string[], number?][]) => {
    const all = rows.map(([operators, world, arm, names, errors]) => {
      const point = measured(operators, world, arm, names, errors);
      return point;
    });
    // Rows of one point share it.
    const points = new Map(all.map(({ setting: { point } }) => [point.label, point]));
    return all.map((row) => ({ ...row, setting: { ...row.setting, point: points.get(row.setting.point.label)! } }));
  };
  const told = (rows: MeasuredSetting[]) => {
    const own = {
      ...{ settings: rows, causes: [], places: [], fates: [], kinds: [], gains: [], safe: [], corrections: [] },
      control: { same: 3, strayed: 0, crashed: [], other: [] },
    } as unknown as PropagationFigures;
    const results = { ...own, epsilon: 0.1, target: 0.9, each: [own] } as PropagationResults;
    return propagationDetails(results).map((text) => text.replaceAll('\u202f', ' '));
  };

  it('tell of each point the copilot and the gate that was asked for, published operators first', () => {
    const details = told(
      settings(
        ['clean', 'calm', 'copilot', ['copilot']],
        ['paper', 'calm', 'copilot', ['copilot']],
        ['paper', 'calm', 'selective', ['gate 0.8']],
        ['paper', 'calm', 'selective', ['gate 0.9'], 0],
        ['paper', 'calm', 'human-only', ['human-only']],
        ['x', 'lively', 'copilot', ['copilot']],
      ),
    );
    expect(details[0]).toMatch(
      /^Published operators, calm world: copilot 3\.0 \[1\.5, 4\.5\] errors a session, R of first errors 1\.00 .*, goal missed 20 % \[10, 30\]; gate 0\.9 no error\.$/,
    );
    expect(details[1]).toMatch(/^Operators who never err, calm world: /);
    expect(details[2]).toMatch(/^Operators x, lively world: /);
    expect(details.at(-1)).toContain('The oracle gate was not played.');
  });

  it('tell of the oracle where it was played', () => {
    const details = told(settings(['clean', 'calm', 'oracle', ['oracle gate'], 2]));
    expect(details.at(-1)).toMatch(/Oracle gate with clean operators in a calm world: 2 errors in 60 sessions\.$/);
  });
});
