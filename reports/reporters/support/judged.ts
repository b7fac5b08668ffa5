import { hashText } from '../../../harness/shared/hash.ts';
import { countedVerdict, type Night, type NightCheck, type NightVerdict } from '../../nightly/night.ts';
import { checkName, shortLine } from './words.ts';

/** What a CI service is told of: a check by what it counts for, or the night itself. */
export interface Judged {
  /** The same every night for the same check, and no other's. Sixteen hexadecimal digits. */
  readonly id: string;
  /** No other's of this night: services drop all but the first of a name. */
  readonly name: string;
  /** Metric in letters, digits, `_` and `-`. */
  readonly metric: string;
  readonly verdict: NightVerdict;
  readonly sentence: string;
  /** Null: the night itself. */
  readonly check: NightCheck | null;
}

/**
 * All checks that are judged, in the night's order. The night itself comes first where no check shows that it did not
 * pass: a night without checks is never taken for a good one.
 */
export function judgedOf(night: Night): Judged[] {
  const [seen, names] = [new Map<string, number>(), new Set<string>()];
  const checks = night.checks
    .filter(({ tier }) => tier !== 'watch')
    .map((check): Judged => {
      const key = JSON.stringify([check.metric, check.cell]);
      const before = seen.get(key) ?? 0;
      seen.set(key, before + 1);
      const id = hashText(before === 0 ? key : `${key} ${before}`);
      const name = firstFree(names, (at) => checkName(check) + (at === 1 ? '' : ` (${at})`));
      const metric = shortLine(check.metric, 80).replace(/[^\w-]/g, '_') || '_';
      return { id, name, metric, verdict: countedVerdict(check), sentence: shortLine(check.sentence, 1000), check };
    });
  const notPassed = (verdict: NightVerdict) => verdict === 'FAIL' || verdict === 'UNDECIDED';
  const shown = checks.some(({ verdict }) => notPassed(verdict));
  if (checks.length > 0 && (shown || !notPassed(night.verdict))) return checks;
  return [
    {
      id: hashText('night'),
      name: firstFree(names, (at) => `The night as a whole${at === 1 ? '' : ` (${at})`}`),
      metric: 'night',
      verdict: night.verdict === 'FAIL' ? 'FAIL' : 'UNDECIDED',
      sentence: shortLine(night.headline, 1000) || 'Nothing was judged.',
      check: null,
    },
    ...checks,
  ];
}

/** The first of the candidates for 1, 2 … that is not in use; it is from then on. */
function firstFree(used: Set<string>, candidate: (at: number) => string): string {
  let at = 1;
  while (used.has(candidate(at))) at++;
  used.add(candidate(at));
  return candidate(at);
}
