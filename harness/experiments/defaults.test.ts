import { expect, it } from 'vitest';
import type { Experiment } from '../bench/experiment.ts';
import { discoverIn } from '../bench/models/discover.ts';

const experiments = await discoverIn<Experiment>('harness/experiments', 'experiment');
const LEARNED = { policy: 'ngram', critic: 'ngram', gate: 'clopper-pearson', target: 0.9, delta: 0.05 };
const STAGED = { ...LEARNED, calibrator: 'none', gateSlices: 'global', noiseRates: 'none', populations: 3 };
const CLEAN = { alpha: '0', beta: '0', slip: '0' };

/** What decides results and is not said: published figures and guides go by it. */
const DEFAULTS: Readonly<Record<string, object>> = {
  align: {
    ...{ policy: 'ngram', populations: 2, noise: ['none', '0.3/0.3/0.3'], steps: 96 },
    ...{ objectives: ['dpo', 'kto', 'robust-dpo'], references: ['frozen', 'soft'], closedSessions: 120, episodes: 300 },
    full: false,
    reward: { goal: 1, activeMinute: -0.1, wrong: -1 },
  },
  corrections: { ...CLEAN, policy: 'ngram', feedback: 'auto', shares: '0,0.2,0.4' },
  critics: {
    ...{ alpha: '0,0.1', beta: '0,0.3', slip: '0', split: 'random', policy: 'ngram', critic: 'ngram' },
    ...{ gateSlices: 'kind,cluster', target: 0.9, delta: 0.05, noiseRates: 'known', redraws: 1000, draws: 300 },
  },
  export: { split: 'random', policy: 'ngram' },
  'fit-operators': {},
  'fit-preset': {
    ...{ populations: 4, vary: 'all', mix: ['preset'], onlyAutomation: false, settled: [], beta: [], handsOver: [] },
    ...{ sessions: 1500, taught: 1 },
  },
  goals: {},
  'gpu-check': { sessions: 400, steps: 100, minutes: 10 },
  headline: STAGED,
  models: { split: 'random', seeds: 1, curve: false },
  propagation: {
    ...LEARNED,
    ...{ alpha: '0.05,0.2', beta: '0,0.3', slip: '0.01', sessions: 100, moreTargets: [0.8, 0.95] },
    ...{ twinsPerSession: 2, twins: 400, epsilon: 0.1 },
  },
  replay: { ...STAGED, ...CLEAN, split: 'random' },
  rollout: {
    ...{ ...LEARNED, target: 0.85, delta: 0.1, alpha: '0.05', beta: '0.2', slip: '0.02', days: 14, perDay: 80 },
    ...{ history: 300, newProcess: 'refund', drift: 'changed-rule', driftDay: 10, ood: 'nearest-neighbours' },
    ...{ monitor: 'cusum', meanRun: 500, memory: 20, repeats: 4 },
  },
  sensitivity: {
    ...{ trajectories: 12, levels: 4, sessions: 300, taught: 0.25, parameters: 'alpha,automation-bias,beta,mix' },
  },
  settle: {
    ...{ ...LEARNED, alpha: '0,0.2', beta: '0,0.2,0.4', slip: '0.01,0.05', populations: 4, sessions: 1200 },
    ...{ pointSessions: 250, taught: 0.4, quick: false },
    traits: [
      ...['settled-refusals=0', 'preference', 'skill', 'automation-bias', 'vigilance', 'time-pressure'],
      ...['instructed-reject:close', 'learning-curve', 'adversarial'],
    ].join(','),
  },
  span: {
    ...{ ...LEARNED, sessions: 100, operators: 10, held: [1, 2, 3, 5], limit: 30, lost: 0.05, patience: 300 },
    ...{ pressure: 1, replications: 4 },
  },
  sweep: {},
};

it('what decides results and is not given is what figures and guides go by', () => {
  const found = experiments.map(({ name, options }) => {
    const deciding = Object.entries(options).filter(
      ([id, { decides, fallback }]) => decides && fallback !== undefined && id !== 'providers',
    );
    return [name, Object.fromEntries(deciding.map(([id, { fallback }]) => [id, fallback]))];
  });
  expect(Object.fromEntries(found)).toEqual(DEFAULTS);
});

it('models run on the CPU unless another provider is named', () => {
  const named = experiments.flatMap(({ options }) => options.providers?.fallback ?? []);
  expect(new Set(named)).toEqual(new Set(['cpu']));
});
