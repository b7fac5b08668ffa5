import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cascade } from '../../../reports/propagation/cascade.ts';
import type { OpenBench } from '../../bench/closed-loop/open-closed-bench.ts';
import { playTwinnedCells } from '../../bench/closed-loop/play-twinned-cells.ts';
import { openTestBench } from '../../bench/closed-loop/test-bench.ts';
import { browserDesks, type Desks } from '../../bench/desks/desks.ts';
import { controlTwins } from '../../deployment/control-twins.ts';
import { causeGroups, groupsOf, settingGroups } from './cascade-groups.ts';
import type { CascadeGroup } from './cascade-plots.ts';
import { correctionRows } from './corrected-gates.ts';
import { errorsByCause, errorsByKind, errorsByPlace, firstErrorsByFate, isGuarded } from './error-groups.ts';
import { measureSetting } from './measure-setting.ts';
import { noiseGains } from './noise-gains.ts';
import { PROPAGATION_METRICS, playSettings, type Setting } from './play-settings.ts';
import { propagationPoints } from './propagation-points.ts';
import { safeSettings } from './safe-settings.ts';

const GRID = { alpha: '0', beta: '0,0.5', slip: '0' };
const points = propagationPoints(GRID);
let open: OpenBench;
let settings: Setting[];

beforeAll(async () => {
  open = await openTestBench(240, { train: 0.5, feedback: 0.1, calibration: 0.2, evaluation: 0.2 });
  settings = [];
  for (const point of points)
    settings.push(
      ...(await playSettings({
        bench: { ...open.bench, world: open.closed.world(point.rates) },
        point,
        training: {
          critic: open.recipes.critic,
          gate: open.recipes.gate,
          gateOptions: { targetPrecision: 0.7, delta: 0.1 },
        },
        targets: [0.7, 0.71],
        sessions: open.parts.evaluation.slice(0, 20),
        twins: 15,
        twinsPerSession: 2,
      })),
    );
}, 120_000);
afterAll(() => open?.close());

const at = (label: string, name: string) => {
  const found = settings.find(({ point, names }) => point.label === label && names.includes(name));
  if (!found) throw new Error(`Nothing was played for ${name} at ${label}.`);
  return found;
};

describe('points', () => {
  it('are clean and published operators in both worlds, and the grid', () => {
    expect(points.map(({ label }) => label)).toEqual([
      'clean, calm',
      'paper, calm',
      'α 0 β 0 slip 0, calm',
      'α 0 β 0.5 slip 0, calm',
      'clean, lively',
      'paper, lively',
    ]);
    expect(points.map(({ grid }) => grid?.beta)).toEqual([undefined, undefined, 0, 0.5, undefined, undefined]);
  });
});

describe('settings', () => {
  it('make no error where operators are clean and only what is right passes them by', () => {
    for (const name of ['human-only', 'copilot', 'oracle gate']) {
      const figures = measureSetting(at('clean, calm', name));
      expect(figures).toMatchObject({ errors: 0, twins: 0, goalMissed: { estimate: 0 } });
      expect(figures.r.estimate).toBeNull();
    }
  });

  it('err where nothing is held back, and their twins say what came of it', () => {
    const { result } = at('clean, calm', 'no gate');
    expect(result.pairs.length).toBeGreaterThan(5);
    for (const { run, twin, error } of result.pairs) {
      expect(run.steps[error]?.closed?.right).toBe(false);
      expect(twin.steps[error]?.closed?.right).toBe(true);
      expect(twin.steps.slice(0, error)).toEqual(run.steps.slice(0, error));
    }
  });

  it('are measured on either side: goals missed are what goals reached leave, and no share lies outside its ends', () => {
    for (const setting of settings) {
      const { goalMissed, ungated, withError } = measureSetting(setting);
      const { numerators } = setting.result.sums.sums('goal_reached');
      const reached = Array.from(numerators).reduce((sum, one) => sum + one, 0);
      expect(goalMissed.estimate).toBeCloseTo(1 - reached / numerators.length, 9);
      for (const { estimate, low, high } of [goalMissed, ungated, withError]) {
        if (estimate === null) continue;
        expect(low ?? 0).toBeLessThanOrEqual(estimate);
        expect(high ?? 1).toBeGreaterThanOrEqual(estimate);
      }
      const ran = setting.result.traces.flatMap(({ steps }) =>
        steps.filter(({ decision, closed }) => decision === 'execute' && closed?.right === false),
      );
      const free = ran.filter(({ critical }) => !critical).length;
      if (ran.length > 0) expect(ungated.estimate).toBeCloseTo(free / ran.length, 9);
    }
  });

  it('stand for all errors of their cell, whatever got a twin', () => {
    for (const setting of settings) {
      const { pairs } = setting.result;
      if (pairs.length === 0) continue;
      const weight = pairs.reduce((sum, pair) => sum + pair.weight, 0);
      expect(weight).toBeCloseTo(measureSetting(setting).errors, 6);
    }
  });

  it('part R, of all and of first errors, into what seemed right and what is new; fates share first errors out', () => {
    for (const setting of settings) {
      const { r, seeming, fresh, rFirst, seemingFirst, freshFirst, harmlessFirst } = measureSetting(setting);
      for (const [whole, ...parts] of [
        [r, seeming, fresh],
        [rFirst, seemingFirst, freshFirst],
      ] as const)
        expect(parts.reduce((sum, { estimate }) => sum + (estimate ?? 0), 0)).toBeCloseTo(whole.estimate ?? 0, 9);
      expect(harmlessFirst.estimate ?? 0).toBeLessThanOrEqual(1);
    }
    const fates = firstErrorsByFate(settings).filter(({ of }) => of === 'all points');
    expect(fates.reduce((sum, { share }) => sum + (share.estimate ?? 0), 0)).toBeCloseTo(1, 9);
    expect(fates.map(({ name }) => name)).toContain('harmless');
  });

  it('play gates that came out alike only once', () => {
    for (const label of ['clean, calm', 'paper, calm']) {
      const gates = settings.filter(({ point, arm }) => point.label === label && arm === 'selective');
      const words = gates.map(({ played }) => {
        const { threshold, slices } = played.deployment?.gate ?? {};
        return JSON.stringify([threshold, threshold === null ? null : slices]);
      });
      expect(new Set(words).size).toBe(words.length);
      const corrected = label.startsWith('clean') ? [] : ['corrected 0.7', 'corrected 0.71'];
      expect(gates.flatMap(({ names }) => names).sort()).toEqual([...corrected, 'gate 0.7', 'gate 0.71', 'no gate']);
    }
  });
});

describe('corrected gates', () => {
  const rows = () => correctionRows(settings, [0.7, 0.71]);

  it('stand beside those that take operators at their word, wherever operators err', () => {
    const points = settings.filter(({ name, point }) => name === 'copilot' && point.operators !== 'clean');
    expect(rows().map(({ point }) => point.label)).toEqual(points.flatMap(({ point }) => [point.label, point.label]));
  });

  it('change what lies between the two, and nothing where they came out alike', () => {
    expect(rows().some(({ uncorrected: taken, corrected }) => taken !== corrected)).toBe(true);
    for (const { uncorrected: taken, corrected, r, automated } of rows()) {
      const [before, after] = [measureSetting(taken), measureSetting(corrected)];
      if (taken === corrected) expect(automated.estimate).toBe(0);
      expect(automated.estimate).toBeCloseTo((after.automated.estimate ?? 0) - (before.automated.estimate ?? 0), 9);
      if (before.r.estimate === null || after.r.estimate === null) expect(r.estimate).toBeNull();
      else expect(r.estimate).toBeCloseTo(after.r.estimate - before.r.estimate, 9);
    }
  });
});

describe('in a browser', () => {
  it('runs and twins are the same as in-process', async () => {
    const played = ['copilot', 'no gate'].map((name) => at('paper, lively', name).played);
    const world = open.closed.world(at('paper, lively', 'copilot').point.rates);
    const browser = await browserDesks(open.bench.catalog, 2);
    let opened = 0;
    const openEnvironment = () => {
      opened++;
      return browser.openEnvironment();
    };
    const play = async (desks: Desks) => [
      ...(await playTwinnedCells({
        bench: { ...open.bench, world, desks },
        cells: played,
        sessions: open.parts.evaluation.slice(0, 4),
        metrics: PROPAGATION_METRICS,
        twins: 3,
        twinsPerSession: 1,
      })),
    ];
    try {
      const there = await play({ ...browser, openEnvironment });
      expect(there).toHaveLength(2);
      const plain = (cells: typeof there) =>
        cells.map(([id, { traces, pairs }]) => [
          id,
          traces.map((trace) => ({ ...trace, retries: 0 })),
          pairs.map(({ twin, weight }) => [{ ...twin, retries: 0 }, weight]),
        ]);
      expect(there.flatMap(([, { pairs }]) => pairs).length).toBeGreaterThan(0);
      expect(plain(there)).toEqual(plain(await play(open.bench.desks)));
      // Once for the runs and once for the twins.
      expect(opened).toBeGreaterThan(browser.concurrency ?? 0);
    } finally {
      await browser.close();
    }
  }, 60_000);
});

describe('automation', () => {
  it('is always right with an oracle gate, and less often after an error than before', () => {
    const oracle = measureSetting(at('paper, calm', 'oracle gate'));
    expect(oracle.rightBefore.estimate).toBe(1);
    const { rightBefore, rightAfter, ungated } = measureSetting(at('paper, calm', 'no gate'));
    expect(rightAfter.estimate).toBeLessThan(rightBefore.estimate ?? 0);
    expect(ungated.estimate).toBeGreaterThanOrEqual(0);
  });
});

describe('controls', () => {
  it('show nothing where the same action is forced', async () => {
    const { played, result } = at('paper, calm', 'copilot');
    const control = await controlTwins(open.bench, played, open.parts.evaluation, result.traces);
    expect(control.same).toBeGreaterThan(3);
    expect(control.strayed).toBe(0);
    expect(control.other.every(({ run, error }) => run.steps[error]?.closed?.right)).toBe(true);
  });

  it('show nothing of an error whose twin is the run itself', () => {
    const [pair] = at('clean, calm', 'no gate').result.pairs;
    const nothing = cascade([{ ...pair!, twin: pair!.run }], [1, 5]);
    expect(nothing).toMatchObject([
      { further: { estimate: 0 }, contaminated: { estimate: 0 } },
      { further: { estimate: 0 }, contaminated: { estimate: 0 } },
    ]);
  });
});

describe('cascades', () => {
  it('end at what the whole case comes to', () => {
    const { result } = at('clean, calm', 'no gate');
    const figures = measureSetting(at('clean, calm', 'no gate'));
    const [all] = cascade(result.pairs, [10_000]);
    expect(all?.further.estimate).toBeCloseTo(figures.r.estimate ?? Number.NaN, 9);
    expect(all?.contaminated.estimate).toBeCloseTo(figures.never.estimate ?? Number.NaN, 9);
  });

  it('begin with every case contaminated and only heal', () => {
    const shares = cascade(at('paper, lively', 'no gate').result.pairs, [0, 1, 2, 5, 20]).map(
      ({ contaminated }) => contaminated.estimate ?? Number.NaN,
    );
    expect(shares[0]).toBe(1);
    expect([...shares].sort((a, b) => b - a)).toEqual(shares);
  });
});

describe('groups', () => {
  it('share all errors out among the causes', () => {
    const groups = errorsByCause(settings);
    for (const of of ['paper, calm', 'paper, lively', 'all points']) {
      const own = groups.filter((group) => group.of === of);
      expect(own.reduce((sum, { share }) => sum + (share.estimate ?? 0), 0)).toBeCloseTo(1, 9);
    }
    const clean = groups.filter(({ of, name }) => of === 'all points' && name === 'operator accepted');
    expect(clean).toHaveLength(1);
  });

  it('are followed step by step over the same errors that tables count', () => {
    const counted = errorsByCause(settings).filter(({ of, twins }) => of === 'all points' && twins > 0);
    const followed = causeGroups(settings).map(({ label, pairs }) => [label, pairs.length]);
    expect(Object.fromEntries(followed)).toEqual(Object.fromEntries(counted.map(({ name, twins }) => [name, twins])));
    const gates = settingGroups(settings);
    expect(gates.map(({ label }) => label)).toEqual(expect.arrayContaining(['copilot', 'no gate']));
    for (const { label, pairs } of gates) expect(pairs).toBe(at('paper, calm', label).result.pairs);
    // Two populations of the same sessions: twice as many errors, and no session of one is that of the other.
    const [both] = groupsOf([causeGroups(settings), causeGroups(settings)]);
    expect(both?.pairs).toHaveLength(2 * (causeGroups(settings)[0]?.pairs.length ?? 0));
    const sessions = (part: CascadeGroup['pairs']) => new Set(part.map(({ run }) => run.session)).size;
    expect(sessions(both?.pairs ?? [])).toBe(2 * sessions(causeGroups(settings)[0]?.pairs ?? []));
  });

  it('tell first errors from later ones, and those that end the case', () => {
    const places = errorsByPlace(settings).filter(({ of }) => of === 'all points');
    expect(places.reduce((sum, { share }) => sum + (share.estimate ?? 0), 0)).toBeCloseTo(1, 9);
    const ends = places.find(({ name }) => name === 'later, ends the case');
    // Nothing follows an error that ends the case.
    expect(ends?.r.estimate).toBeLessThanOrEqual(0);
    expect(ends?.depth.estimate).toBe(0);
    for (const { name, firsts, twins } of places) expect(firsts).toBe(name.startsWith('first') ? twins : 0);
  });

  it('share all twins out among the kinds of action', () => {
    const twins = settings.filter(isGuarded).reduce((sum, { result }) => sum + result.pairs.length, 0);
    expect(errorsByKind(settings).reduce((sum, kind) => sum + kind.twins, 0)).toBe(twins);
  });
});

describe('noise gain and safe automation', () => {
  it('grow with β where operators guard, and not where nobody does', () => {
    const gains = noiseGains(settings);
    const of = (name: string) => gains.find(({ setting, rate }) => setting === name && rate === 'β')?.gain;
    expect(of('copilot')?.estimate).toBeGreaterThan(0);
    expect(of('human-only')?.estimate).toBe(0);
    const errors = gains.find(({ setting, rate }) => setting === 'copilot' && rate === 'β')?.errors;
    expect(errors?.estimate).toBeGreaterThan(0);
    expect(gains.every(({ rate }) => rate === 'β')).toBe(true);
  });

  it('promise no automation of which too much goes wrong', () => {
    const rows = safeSettings(settings, 0.3);
    for (const { best } of rows) expect(best?.errorAtMost ?? 0).toBeLessThanOrEqual(0.3);
    const noisy = rows.filter(({ point }) => point.operators !== 'clean');
    expect(noisy.filter(({ corrected }) => corrected)).toHaveLength(noisy.length / 2);
    expect(rows.filter(({ point, corrected }) => point.operators === 'clean' && corrected)).toEqual([]);
    expect(rows.find(({ point }) => point.label === 'clean, calm')?.best).not.toBeNull();
  });
});

it('gives an error the same twin whatever other cells are played', async () => {
  const setting = at('clean, calm', 'no gate');
  const alone = await playTwinnedCells({
    bench: open.bench,
    cells: [setting.played],
    sessions: open.parts.evaluation.slice(0, 20),
    metrics: PROPAGATION_METRICS,
    twins: 15,
    twinsPerSession: 2,
  });
  expect([...alone.values()][0]?.pairs).toEqual(setting.result.pairs);
});
