import { expect, it } from 'vitest';
import type { CellAccumulator } from '../../../reports/results/cell-accumulator.ts';
import { clopperPearson } from '../../../reports/stats/clopper-pearson.ts';
import { uniformNoise } from '../../contract/noise-rates.ts';
import { CORRECTED, GATED, type Setting } from './play-settings.ts';
import { safeSettings } from './safe-settings.ts';

const SESSIONS = 200;
const point = { label: 'paper, calm' } as Setting['point'];

/** A setting of which so many sessions ran by themselves, and so many missed their goal. */
function setting(name: string, arm: Setting['arm'], automated: number, missed: number): Setting {
  const sessions = Array.from({ length: SESSIONS }, (_, at) => `s${at}`);
  const first = (count: number) => Float64Array.from(sessions, (_, at) => (at < count ? 1 : 0));
  const sums = {
    sessions: () => sessions,
    sums: (metric: string) => ({
      sessions,
      numerators: first(metric === 'session_automation' ? automated : SESSIONS - missed),
      denominators: first(SESSIONS),
    }),
  } as Partial<CellAccumulator> as CellAccumulator;
  const cell: Setting['played']['cell'] = { id: name, arm, loop: 'closed', noise: uniformNoise() };
  const played = { cell, deployment: null };
  return { name, names: [name], arm, point, gate: null, played, result: { traces: [], pairs: [], sums } };
}

const copilot = setting('copilot', 'copilot', 0, 0);
const tight = setting(`${GATED} 0.9`, 'selective', 80, 6);
const loose = setting(`${GATED} 0.7`, 'selective', 150, 60);

it('safe is the most that is automated with few enough missed goals, counted as missed', () => {
  const [row] = safeSettings([copilot, tight, loose], 0.1);
  expect(row).toMatchObject({ corrected: false, settings: 3 });
  expect(row?.best).toMatchObject({ label: tight.name, coverage: 0.4, sessions: SESSIONS, failures: 6 });
});

it('falls back on the copilot, which automates nothing, and is told by the least bound where nothing is safe', () => {
  const each = 1 - 0.1 / 2;
  expect(safeSettings([copilot, loose], 0.1)[0]?.best).toMatchObject({ label: 'copilot', coverage: 0, failures: 0 });
  const [row] = safeSettings([setting('copilot', 'copilot', 0, 60), loose], 0.1);
  expect(row?.best).toBeNull();
  expect(row?.leastBound).toBeCloseTo(clopperPearson(60, SESSIONS, each).high, 9);
  expect(safeSettings([copilot, setting(`${CORRECTED} 0.9`, 'selective', 80, 6)], 0.1)).toMatchObject([
    { corrected: true, best: { coverage: 0.4 } },
  ]);
});
