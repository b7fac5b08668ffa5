import type { ScreenedInput } from '../../../reports/stats/morris.ts';
import { PAPER_OPERATORS } from '../../bench/closed-loop/paper-operators.ts';
import { PRESET_MIXES, type PresetMix } from '../../bench/closed-loop/preset-mixes.ts';
import { uniformRate } from '../../contract/noise-rates.ts';
import type { NoiseSettings, RateByKind } from '../../contract/operator.ts';

/** A parameter of the operators, the range that is screened, and what a value of it does to them. */
interface Parameter {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly set: (noise: NoiseSettings, value: number) => NoiseSettings;
}

const trait = (name: string): Parameter => ({
  name,
  from: 0,
  to: 2,
  set: (noise, value) => ({ ...noise, traits: { ...noise.traits, [name]: value } }),
});

/** Ranges lie about the preset's values; where that is near 0 they begin there. α is told as a multiple of the preset's. */
const PARAMETERS: readonly Parameter[] = [
  { name: 'α', from: 0, to: 2, set: (noise, value) => ({ ...noise, alpha: scaled(noise.alpha, value) }) },
  { name: 'β', from: 0, to: 0.6, set: (noise, value) => ({ ...noise, beta: uniformRate(value) }) },
  { name: 'slip', from: 0, to: 0.05, set: (noise, value) => ({ ...noise, slip: uniformRate(value) }) },
  { name: 'notice', from: 0, to: 0.6, set: (noise, notice) => ({ ...noise, notice }) },
  trait('automation-bias'),
  trait('vigilance'),
];

const MIX = 'mix of processes';
/** An input that is nothing but chance: what is drawn while operators teach and work. */
export const CHANCE = 'chance alone';

/** Inputs that have no order: their effects have no sign. */
export const CATEGORIES: ReadonlySet<string> = new Set([MIX, CHANCE]);

/** The inputs, in the order in which trajectories have them. */
export const INPUTS = [...PARAMETERS.map(({ name }) => name), MIX, CHANCE];

/** What each input ranges over, in words. */
export const RANGES: ReadonlyMap<string, string> = new Map([
  ...PARAMETERS.map(
    ({ name, from, to }) => [name, `${from} to ${to}${name === 'α' ? ' × the preset’s' : ''}`] as const,
  ),
  [MIX, PRESET_MIXES.map(({ name }) => name).join(', ')],
  [CHANCE, 'two draws'],
]);

/** The inputs as they are screened, each parameter at so many levels. */
export const screenedInputs = (levels: number): ScreenedInput[] => [
  ...PARAMETERS.map(() => ({ levels })),
  { categories: PRESET_MIXES.length },
  { categories: 2 },
];

/** What is played at one point. */
export interface PointSettings {
  /** Value of each parameter by name. */
  readonly values: ReadonlyMap<string, number>;
  readonly noise: NoiseSettings;
  readonly mix: PresetMix;
  /** Whether what is drawn in feedback and play is drawn once more. */
  readonly isRedrawn: boolean;
}

/** Settings of a point of a trajectory, given what each input stands at. */
export function settingsAt(point: readonly number[], levels: number): PointSettings {
  const values = PARAMETERS.map(
    ({ from, to }, place) => from + ((to - from) * (point[place] as number)) / (levels - 1),
  );
  const noise = PARAMETERS.reduce((made, { set }, place) => set(made, values[place] as number), PAPER_OPERATORS);
  const [mix, redrawn] = point.slice(PARAMETERS.length);
  return {
    values: new Map(PARAMETERS.map(({ name }, place) => [name, values[place] as number])),
    noise,
    mix: PRESET_MIXES[mix as number] as PresetMix,
    isRedrawn: redrawn === 1,
  };
}

const scaled = (rates: RateByKind, factor: number): RateByKind =>
  Object.fromEntries(Object.entries(rates).map(([kind, rate]) => [kind, Math.min(1, factor * rate)])) as RateByKind;
