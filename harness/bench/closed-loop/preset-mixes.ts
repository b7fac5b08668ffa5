import { createHash } from 'node:crypto';
import { PAPER_PRESET } from '../../../fixtures/generator/paper-preset.ts';
import { createRng } from '../../shared/streams.ts';

/** How often each process occurs, by id. */
type Mix = Readonly<Record<string, number>>;

/** One mix of processes that the preset is calibrated under, and why it and no other. */
export interface PresetMix {
  readonly name: string;
  readonly grounds: string;
  /** The mix of one population. */
  readonly of: (population: string) => Mix;
}

const PRESET_MIX: Mix = PAPER_PRESET.generator.mix ?? {};
/** Ids in an order that nothing has chosen. */
const PROCESSES = Object.keys(PRESET_MIX).sort();

/**
 * The mixes under which `bench fit-preset` plays the preset. The two others stand for not knowing the preset's, which was
 * chosen with the published automation in view: they were set down before their figures were looked at.
 */
export const PRESET_MIXES: readonly PresetMix[] = [
  { name: 'preset', grounds: 'as calibrated to the published 45 % with one team', of: () => PRESET_MIX },
  {
    name: 'equal',
    grounds: 'nothing is known of the mix: every process equally often',
    of: () => Object.fromEntries(PROCESSES.map((process) => [process, 1])),
  },
  {
    name: 'long-tailed',
    grounds: [
      'requests are long-tailed: the k-th most frequent process 1/k as often as the first (Zipf);',
      'which process is at which rank is drawn for each population',
    ].join(' '),
    of: (population) => Object.fromEntries(ranked(population).map((process, at) => [process, 1 / (at + 1)])),
  },
];

/** The processes in an order in which each is as likely as any other. */
function ranked(population: string): string[] {
  const rng = createRng('process ranks', population);
  const keys = new Map(PROCESSES.map((process) => [process, rng.next()]));
  return [...PROCESSES].sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
}

/**
 * SHA-256 of the mixes (as two populations have them) and the preset's difficulty. It was set down before any population
 * but the first was played: whoever changes either changes it, and then has another calibration.
 */
export const FROZEN_MIXES = '8617a62521c2ad07b1cd7af83963b545311b904818db8fc3da0bcc0c01ba0b03';

/** The same of the mixes and the difficulty as they are. */
export function hashMixes(): string {
  const { difficulty } = PAPER_PRESET.generator;
  const mixes = PRESET_MIXES.map(({ name, of }) => [name, entries(of('1')), entries(of('1-p2'))]);
  return createHash('sha256').update(JSON.stringify({ difficulty, mixes })).digest('hex');
}

const entries = (mix: Mix) => Object.entries(mix).sort(([a], [b]) => (a < b ? -1 : 1));
