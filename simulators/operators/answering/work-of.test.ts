import { expect, it } from 'vitest';
import { CALM_ROSTER, type Roster, workOf } from './work-of.ts';

const SESSIONS = 20_000;
const roster: Roster = { operators: 10, restEveryMs: 3_600_000, meanQueue: 3, caseShare: 0.1, tenureCases: 500 };
const team = Array.from({ length: SESSIONS }, (_, at) => workOf(`s${at}`, at, '1', roster));

it('spreads sessions evenly over the operators, over the time between rests and over queues', () => {
  const counts = new Map<string, number>();
  for (const { operator } of team) counts.set(operator, (counts.get(operator) ?? 0) + 1);
  expect(counts.size).toBe(10);
  for (const count of counts.values()) expect(Math.abs(count / SESSIONS - 0.1)).toBeLessThan(0.011);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / SESSIONS;
  expect(mean(team.map(({ sinceRestMs }) => sinceRestMs)) / 1_800_000).toBeCloseTo(1, 1);
  expect(Math.abs(mean(team.map(({ queueLength }) => queueLength)) - 3)).toBeLessThan(
    (5 * Math.sqrt(12)) / Math.sqrt(SESSIONS),
  );
  expect(Math.abs(team.filter(({ queueLength }) => queueLength === 0).length / SESSIONS - 0.25)).toBeLessThan(0.016);
});

it('lets each operator gain cases with the sessions, from a tenure of their own', () => {
  const tenures = new Map<string, Set<number>>();
  for (const [at, { operator, casesWorked }] of team.entries())
    tenures.set(operator, (tenures.get(operator) ?? new Set()).add(casesWorked - Math.floor(at / 10)));
  const all = [...tenures.values()].map((found) => [...found]);
  expect(all.every((found) => found.length === 1)).toBe(true);
  expect(all.flat().every((tenure) => tenure >= 0 && tenure < 500)).toBe(true);
  expect(new Set(all.flat()).size).toBeGreaterThan(5);
});

it('lets another operator take over a share of the sessions, and changes nothing in the others', () => {
  const larger = team.map((_, at) => workOf(`s${at}`, at, '1', { ...roster, operators: 11 }));
  const moved = larger.filter(({ operator }, at) => operator !== team[at]?.operator);
  expect(new Set(moved.map(({ operator }) => operator))).toEqual(new Set(['op11']));
  expect(Math.abs(moved.length / SESSIONS - 1 / 11)).toBeLessThan(0.011);
  for (const [at, work] of larger.entries()) if (work.operator !== 'op11') expect(work).toEqual(team[at]);
});

it('depends on nothing but what it is given, and changes with the seed', () => {
  expect(workOf('s7', 7, '1', roster)).toEqual(team[7]);
  expect(Array.from({ length: 50 }, (_, at) => workOf(`s${at}`, at, '2', roster))).not.toEqual(team.slice(0, 50));
  expect(workOf('s7', 7, '1')).toMatchObject({ queueLength: 0, casesWorked: 0 });
});

it('refuses a roster that makes no sense', () => {
  expect(() => workOf('s1', 0, '1', { ...CALM_ROSTER, operators: 0 })).toThrow('1 or more operators');
  expect(() => workOf('s1', 0, '1', { ...CALM_ROSTER, meanQueue: -1 })).toThrow('nothing below 0');
});
