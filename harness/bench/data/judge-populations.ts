import { decidingHalf, judgementWords } from '../../../reports/present/judgement-words.ts';
import { type Comparable, type Correction, judgeFamily } from '../../../reports/stats/judge-family.ts';
import { sumOf } from '../../shared/numbers.ts';

/** One comparison, made in several populations. */
export type JudgedOver = ReturnType<typeof judgeOver>[number];

/** Comparisons that are read together, each made in one or more populations: all of them are one family. */
export function judgeOver(rows: readonly (readonly Comparable[])[], correction: Correction) {
  const judgements = judgeFamily(rows.flat(), correction);
  let next = 0;
  return rows.map((row) => {
    const own = judgements.slice(next, next + row.length).flatMap((one) => one ?? []);
    next += row.length;
    return {
      /** Populations in which it was made. */
      of: own.length,
      /** Of these, in how many the figure is shown to be larger, and in how many smaller. */
      more: own.filter(({ verdict }) => verdict === 'better').length,
      less: own.filter(({ verdict }) => verdict === 'worse').length,
      undecided: own.filter(({ verdict }) => verdict === 'undecided'),
    };
  });
}

/** What a comparison shows, in words for larger and smaller. `clusters` names what would decide it. */
export function judgedWords(
  { of, more, less, undecided }: JudgedOver,
  words: { readonly more: string; readonly less: string },
  clusters = 'sessions',
): string {
  if (of > 1)
    return [
      `${words.more} in ${more}, ${words.less} in ${less} and undecided in ${undecided.length} of ${of}`,
      `populations${decidingHalf(undecided, `${clusters} in each`)}`,
    ].join(' ');
  if (more + less > 0) return more > 0 ? words.more : words.less;
  return judgementWords(undecided[0] ?? { verdict: 'undecided', sessionsToDecide: null }, 0, 'count', clusters);
}

/** In how many of several comparisons the figure is shown to be larger, and smaller, in every population. */
export function judgedTally(judged: readonly JudgedOver[], clusters = 'sessions') {
  const undecided = judged.filter(({ of, more, less }) => more < of && less < of);
  return {
    more: judged.filter(({ of, more }) => of > 0 && more === of).length,
    less: judged.filter(({ of, less }) => of > 0 && less === of).length,
    undecided: `${undecided.length}${decidingHalf(
      undecided.flatMap((one) => one.undecided),
      clusters,
    )}`,
  };
}

/** Says that verdicts were corrected, and how; nothing where there was one comparison. */
export function correctedWords(rows: readonly JudgedOver[], correction: Correction): string {
  const count = sumOf(rows, ({ of }) => of);
  return count < 2 ? '' : `corrected for being ${count} (${correction === 'holm' ? 'Holm' : 'false discovery'})`;
}
