import { describe, expect, it } from 'vitest';
import { discover } from '../bench/models/discover.ts';
import type { Monitor, MonitorRecipe, MonitorSettings } from '../contract/monitor.ts';
import { type MonitorLaw, monitorLaws } from './monitor-laws.ts';

const recipes = await discover<MonitorRecipe>('policies/monitors', 'recipe');
const laws = Object.entries<MonitorLaw>(monitorLaws);

describe.each(recipes)('monitor $name', (recipe) => {
  it.each(laws)('%s', (_, law) => law(recipe));
});

it('all four families are there', () => {
  const names = recipes.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['adwin', 'conformal-martingale', 'cusum', 'page-hinkley']));
});

const cusum = recipes.find(({ name }) => name === 'cusum') as MonitorRecipe;

/** A monitor as CUSUM, but for what is given; what spreads would copy is asked for anew. */
function like(settings: MonitorSettings, other: (inner: Monitor) => Partial<Monitor>): Monitor {
  const inner = cusum.create(settings);
  const own = other(inner);
  return {
    name: 'like',
    get statistic() {
      return own.statistic ?? inner.statistic;
    },
    update: own.update ?? ((value) => inner.update(value)),
    reset: own.reset ?? (() => inner.reset()),
  };
}

const canaries: [string, keyof typeof monitorLaws, MonitorRecipe['create']][] = [
  [
    'alarms ten times as soon as promised',
    'keeps its promise of false alarms in control',
    (settings) => cusum.create({ ...settings, meanRun: 1.5 }),
  ],
  [
    'waits a million observations',
    'finds a clear change for the worse',
    (settings) => cusum.create({ ...settings, meanRun: 1e300 }),
  ],
  [
    'forgets nothing at a reset',
    'the same observations give the same answers, and after a reset it is as new',
    (settings) => like(settings, () => ({ reset: () => undefined })),
  ],
  [
    'shows another statistic than it goes by',
    'alarms where its statistic has reached 1, and keeps the alarm on',
    (settings) => like(settings, (inner) => ({ update: (value) => inner.update(value), statistic: 0.2 })),
  ],
  [
    'takes anything',
    'refuses settings and observations out of range',
    (settings) => like({ ...settings, baseline: 0.1, degraded: 0.3, meanRun: 50 }, () => ({ update: () => false })),
  ],
];

describe('the laws of monitors', () => {
  it.each(canaries)('find one that %s', (_, law, create) => {
    expect(() => monitorLaws[law]({ ...cusum, create })).toThrow();
  });

  it('hold a monitor that promises never to alarm to it', () => {
    const law = monitorLaws['keeps its promise of false alarms in control'];
    expect(() => law({ ...cusum, promise: 'ever' })).toThrow(/1 in 50/);
  });

  it('are each shown to be able to fail', () => {
    expect(new Set(canaries.map(([, law]) => law))).toEqual(new Set(Object.keys(monitorLaws)));
  });
});
