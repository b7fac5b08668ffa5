import { formatCount } from '../../../reports/present/format-value.ts';
import type { SettleFold, SettleSessions } from '../../bench/closed-loop/settle-sessions.ts';
import type { Parts } from '../../deployment/split-sessions.ts';

/** How many sessions do what; where folds differ, from the fewest to the most. */
export function describeSplit({ folds }: SettleSessions): string {
  const [first] = folds;
  if (first && folds.length === 1)
    return Object.entries(first.parts)
      .map(([name, part]) => `${name} ${part.length}`)
      .join(', ');
  const each = (name: keyof Parts) => `${name} ${sizes(folds, name)}`;
  return [
    `Cross-fitting in ${folds.length} folds by a hash of session id. In each:`,
    `${each('train')}, ${each('feedback')}, ${each('calibration')}, ${each('evaluation')}`,
  ].join(' ');
}

/** Sessions of a part: one number, or the fewest and the most of any fold. */
export function sizes(folds: readonly SettleFold[], name: keyof Parts): string {
  const counts = folds.map(({ parts }) => parts[name].length);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  return fewest === most ? formatCount(fewest) : `${formatCount(fewest)} to ${formatCount(most)}`;
}
