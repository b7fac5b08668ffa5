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

/** What a command line calls the inputs that a Sobol analysis can be of. */
export const INPUT_NAMES: ReadonlyMap<string, string> = new Map(
  INPUTS.filter((name) => name !== CHANCE).map((name) => [
    name.replace('α', 'alpha').replace('β', 'beta').replace(MIX, 'mix'),
    name,
  ]),
);

/** What is played at one point. */
export interface PointSettings {
  /** Value of each parameter that is varied, by name. */
  readonly values: ReadonlyMap<string, number>;
  readonly noise: NoiseSettings;
  readonly mix: PresetMix;
  /** Whether what is drawn in feedback and play is drawn once more. */
  readonly isRedrawn: boolean;
}

/** Settings of a point of a trajectory, given what each input stands at. */
export function settingsAt(point: readonly number[], levels: number): PointSettings {
  const values = PARAMETERS.map(
    ({ name, from, to }, place) => [name, from + ((to - from) * (point[place] as number)) / (levels - 1)] as const,
  );
  const [mix, redrawn] = point.slice(PARAMETERS.length);
  return { ...operatorsWith(new Map(values)), mix: PRESET_MIXES[mix as number] as PresetMix, isRedrawn: redrawn === 1 };
}

/**
 * Settings of a point of the unit cube over some of the inputs: how far along its range each stands, in [0, 1). What is
 * not named stands as in the preset.
 */
export function settingsWithin(point: ReadonlyMap<string, number>, isRedrawn: boolean): PointSettings {
  const values = PARAMETERS.filter(({ name }) => point.has(name)).map(
    ({ name, from, to }) => [name, from + (to - from) * (point.get(name) as number)] as const,
  );
  const mix = Math.floor((point.get(MIX) ?? 0) * PRESET_MIXES.length);
  return { ...operatorsWith(new Map(values)), mix: PRESET_MIXES[mix] as PresetMix, isRedrawn };
}

/** The preset's operators, changed in the parameters that are named. */
function operatorsWith(values: ReadonlyMap<string, number>): Pick<PointSettings, 'values' | 'noise'> {
  const changed = PARAMETERS.filter(({ name }) => values.has(name));
  return { values, noise: changed.reduce((made, { name, set }) => set(made, values.get(name)!), PAPER_OPERATORS) };
}

const scaled = (rates: RateByKind, factor: number): RateByKind =>
  Object.fromEntries(Object.entries(rates).map(([kind, rate]) => [kind, Math.min(1, factor * rate)])) as RateByKind;
