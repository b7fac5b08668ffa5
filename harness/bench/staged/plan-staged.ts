import { countOf } from '../../../reports/present/format-value.ts';
import type { LabelledCell } from '../noise/noise-grid.ts';
import { type PlannedPart, type PlannedPoint, plannedPart, type RunPlan } from '../plan/run-plan.ts';
import type { ClosedExperiment, StagedExperiment, StagedPopulation } from './staged-outcome.ts';

/** What a staged experiment would play: of what it is played from, so that both are the same. */
export function planStaged(experiment: Omit<StagedExperiment, 'record'>): RunPlan {
  const { loaded, split, cells, closed, others, recipes, options, repeats = 1, paritySessions } = experiment;
  const populations = [{ seed: options.seed, loaded, split, closed }, ...others];
  const all = [...cells, ...(closed?.cells ?? [])];
  const levels = all.filter(({ cell }) => cell.arm === 'selective').length;
  const many = populations.length === 1 ? '' : ` in each of ${populations.length} populations`;
  const rule = split.rule === null ? [] : [`Another policy ${recipes.policy.name}, on all that the rule trains on.`];
  const twins = closed?.twinSessions ?? 0;
  return {
    loaded,
    points: pointsOf(all),
    parts: populations.flatMap((population) => [
      ...partOf(population, experiment, null),
      ...(population.closed ? partOf(population, experiment, population.closed) : []),
    ]),
    models: [
      `Policy ${recipes.policy.name}${many}.`,
      `Critic ${recipes.critic.name} and gate ${recipes.gate.name} for ${countOf(levels, 'selective cell')}${many}.`,
      ...rule,
    ],
    notes: [
      ...(repeats > 1 ? [`Each session is played ${repeats} times, human-only once.`] : []),
      ...(twins > 0 ? [`Errors in up to ${countOf(twins, 'closed-loop session')} get twins beside that.`] : []),
      ...(paritySessions > 0
        ? [`${countOf(paritySessions, 'session')} of the last noise level are worked in a real browser, too.`]
        : []),
    ],
    like: { policy: options.policy, critic: options.critic },
    trainings: { policies: populations.length + rule.length, gates: populations.length * levels },
  };
}

function partOf(
  { seed, split }: StagedPopulation,
  { cells, repeats = 1 }: Omit<StagedExperiment, 'record'>,
  closed: ClosedExperiment | null,
): PlannedPart[] {
  const own = closed?.cells ?? cells;
  const parts = closed?.parts ?? split.parts;
  const again = own.filter(({ cell }) => cell.arm !== 'human-only').length * (repeats - 1);
  const evaluation = parts.evaluation.length;
  const of = {
    population: seed,
    loop: closed ? 'closed' : 'open',
    episodes: evaluation * (own.length + again),
  } as const;
  return [plannedPart(of, { train: split.parts.train, ...parts })];
}

/** Each noise level of each loop once, with its arms. */
export function pointsOf(cells: readonly LabelledCell[]): PlannedPoint[] {
  const points = new Map<string, { loop: PlannedPoint['loop']; point: string; arms: string[] }>();
  for (const { cell, noise } of cells) {
    const point = `α ${noise.alpha} β ${noise.beta} slip ${noise.slip}`;
    const known = points.get(`${cell.loop} ${point}`) ?? { loop: cell.loop, point, arms: [] };
    points.set(`${cell.loop} ${point}`, known);
    known.arms.push(cell.arm);
  }
  return [...points.values()];
}
