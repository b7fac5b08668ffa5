import { causeOf } from '../../../reports/propagation/error-groups.ts';
import type { CascadeGroup } from './cascade-plots.ts';
import { isGuarded } from './error-groups.ts';
import { apartFrom } from './over-populations.ts';
import type { Setting } from './play-settings.ts';

/**
 * Published operators in the calm world, a group for each gate by name: gates may come out alike in one population
 * only.
 */
export function settingGroups(settings: readonly Setting[]): CascadeGroup[] {
  return settings
    .filter(({ point }) => point.label === 'paper, calm')
    .flatMap(({ names, result }) => names.map((name) => ({ label: name, pairs: result.pairs })));
}

/** Copilot and gates at all points, a group for each cause. */
export function causeGroups(settings: readonly Setting[]): CascadeGroup[] {
  const pairs = settings.filter(isGuarded).flatMap(({ result }) => result.pairs);
  const causes = [...new Set(pairs.map(causeOf))].filter((cause) => cause !== null).sort();
  return causes.map((cause) => ({ label: cause, pairs: pairs.filter((pair) => causeOf(pair) === cause) }));
}

/** Groups of the same label as one; sessions of two populations are never one, whatever they are called. */
export function groupsOf(populations: readonly (readonly CascadeGroup[])[]): CascadeGroup[] {
  const labels = [...new Set(populations.flatMap((groups) => groups.map(({ label }) => label)))];
  return labels.map((label) => ({
    label,
    pairs: populations.flatMap((groups, at) =>
      apartFrom(groups.find((group) => group.label === label)?.pairs ?? [], at),
    ),
  }));
}
