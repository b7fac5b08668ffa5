import type { Ranged } from '../../../reports/figures/schema.ts';
import type { ErrorGroup } from '../../../reports/propagation/error-groups.ts';
import { figuresOver, medianOver } from '../../bench/data/populations.ts';
import type { ControlTwins } from '../../deployment/control-twins.ts';
import { sumOf } from '../../shared/numbers.ts';
import type { CorrectedGateRow } from './corrected-gates.ts';
import type { MeasuredSetting, SettingFigures } from './measure-setting.ts';
import type { NoiseGainRow } from './noise-gains.ts';
import type { SafeRow } from './safe-settings.ts';

/** What one population came to, or all of them together. */
export interface PropagationFigures {
  readonly settings: readonly MeasuredSetting[];
  readonly causes: readonly ErrorGroup[];
  readonly places: readonly ErrorGroup[];
  readonly fates: readonly ErrorGroup[];
  readonly kinds: readonly ErrorGroup[];
  readonly gains: readonly NoiseGainRow[];
  readonly safe: readonly SafeRow[];
  readonly corrections: readonly CorrectedGateRow[];
  readonly control: ControlTwins;
}

/**
 * The figures of several populations as one: of an estimate the median, with the least and the most in the place of an
 * interval; of a count the sum. Each was measured, and arms compared, within its population. Of one population: its own.
 */
export function figuresOverPopulations(populations: readonly PropagationFigures[]): PropagationFigures {
  const [first, ...others] = populations;
  if (!first) throw new Error('No population was played.');
  if (others.length === 0) return first;
  const eachOf = <Part extends keyof PropagationFigures>(part: Part) => populations.map((one) => one[part]);
  return {
    settings: settingsOver(eachOf('settings')),
    causes: groupsOver(eachOf('causes')),
    places: groupsOver(eachOf('places')),
    fates: groupsOver(eachOf('fates')),
    kinds: groupsOver(eachOf('kinds')),
    gains: matched(eachOf('gains'), ({ setting, rate }) => `${setting} ${rate}`).map(figuresOver),
    safe: matched(eachOf('safe'), ({ point, corrected }) => `${point.label} ${corrected}`).map(safeOver),
    corrections: matched(eachOf('corrections'), ({ point, target }) => `${point.label} ${target}`).map(correctionsOver),
    control: controlOver(eachOf('control')),
  };
}

/** Rows of the same name, one from each population; a name that some population lacks is left out. */
function matched<Row>(populations: readonly (readonly Row[])[], nameOf: (row: Row) => string): Row[][] {
  const [first = []] = populations;
  return first.flatMap((row) => {
    const own = populations.flatMap((rows) => rows.find((one) => nameOf(one) === nameOf(row)) ?? []);
    return own.length === populations.length ? [own] : [];
  });
}

/** The share of a group in a population that has none of it. */
const NONE: Ranged = { estimate: 0, low: null, high: null, of: 0 };

/** Groups of errors: one that some population lacks had no error there. */
function groupsOver(populations: readonly (readonly ErrorGroup[])[]): ErrorGroup[] {
  const nameOf = ({ of, name }: ErrorGroup) => JSON.stringify([of, name]);
  const names = [...new Set(populations.flatMap((groups) => groups.map(nameOf)))];
  return names.map((name) => {
    const own = populations.flatMap((groups) => groups.find((group) => nameOf(group) === name) ?? []);
    const lacking = Array.from({ length: populations.length - own.length }, () => NONE);
    return { ...figuresOver(own), share: medianOver([...own.map(({ share }) => share), ...lacking]) };
  });
}

/** Gates that came out alike in one population need not in another: each name has a row of its own. */
function settingsOver(populations: readonly (readonly MeasuredSetting[])[]): MeasuredSetting[] {
  const named = populations.map((rows) =>
    rows.flatMap(({ setting, figures }) =>
      setting.names.map((name) => ({ setting: { ...setting, name, names: [name] }, figures })),
    ),
  );
  return matched(named, ({ setting: { point, name } }) => `${point.label} ${name}`).map((rows) => {
    const { setting } = rows[0] as MeasuredSetting;
    const gates = rows.map((row) => row.setting.gate ?? '–');
    return {
      setting: { ...setting, gate: setting.gate === null ? null : gates.join(' / ') },
      figures: figuresOver<SettingFigures>(rows.map(({ figures }) => figures)),
    };
  });
}

/** The gates of the first population in which the two are not one. */
function correctionsOver(rows: readonly CorrectedGateRow[]): CorrectedGateRow {
  const {
    target,
    uncorrected: taken,
    corrected,
  } = (rows.find((row) => row.uncorrected !== row.corrected) ?? rows[0]) as CorrectedGateRow;
  return { ...figuresOver(rows), target, uncorrected: taken, corrected };
}

/** What is safe in every population: the least that is, at the highest bound; nothing where nothing is in one of them. */
function safeOver(rows: readonly SafeRow[]): SafeRow {
  const [first] = rows as [SafeRow, ...SafeRow[]];
  const best = rows.map((row) => row.best).filter((found) => found !== null);
  const [least] = [...best].sort((a, b) => a.coverage - b.coverage);
  return {
    ...first,
    leastBound: Math.max(...rows.map(({ leastBound }) => leastBound)),
    best:
      least && best.length === rows.length
        ? { ...least, errorAtMost: Math.max(...best.map(({ errorAtMost }) => errorAtMost)) }
        : null,
  };
}

/** Sessions of populations have the same ids and are not the same. */
function controlOver(populations: readonly ControlTwins[]): ControlTwins {
  return {
    same: sumOf(populations, ({ same }) => same),
    crashed: populations.flatMap(({ crashed }) => crashed),
    strayed: sumOf(populations, ({ strayed }) => strayed),
    other: populations.flatMap(({ other }, at) => apartFrom(other, at)),
  };
}

/** Pairs under ids that no other population has. */
export function apartFrom<Pair extends { readonly run: { readonly session: string } }>(
  pairs: readonly Pair[],
  population: number,
): Pair[] {
  return pairs.map((pair) => ({ ...pair, run: { ...pair.run, session: `${population + 1} ${pair.run.session}` } }));
}
