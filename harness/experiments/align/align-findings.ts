import { formatEstimate, formatValue } from '../../../reports/present/format-value.ts';
import { judgementWords } from '../../../reports/present/judgement-words.ts';
import { judgeFamily } from '../../../reports/stats/judge-family.ts';
import { type PairedDifference, pairedDifference } from '../../../reports/stats/paired-difference.ts';
import { zeroIn } from './align-tables.ts';
import { atDivergence, type MethodResult, type PooledNoise } from './results.ts';

/** What was found, in words that follow from intervals; verdicts of one noise and side are corrected for all compared. */
export function alignFindings(results: readonly PooledNoise[]): string[] {
  return [
    ...results.flatMap((result) => [
      ...bestInWords(result),
      ...hurtsInWords(result),
      ...robustInWords(result),
      ...referencesInWords(result),
    ]),
    ...noiseInWords(results),
  ];
}

type Side = 'hard' | 'historical';
const SIDES = { hard: 'on the hard set', historical: 'on the historical side' } as const;

interface Compared {
  readonly name: string;
  readonly difference: PairedDifference;
  readonly words: string;
  readonly verdict: string | undefined;
}

/** Several comparisons that are read together. */
function compare(
  pairs: readonly {
    readonly name: string;
    readonly ours: MethodResult['sides'][Side];
    readonly theirs: MethodResult['sides'][Side];
  }[],
): Compared[] {
  const differences = pairs.map(({ ours, theirs }) => pairedDifference(ours, theirs, 'share', 'higher'));
  const judgements = judgeFamily(differences, 'holm');
  return pairs.flatMap(({ name }, at): Compared[] => {
    const [difference, judgement] = [differences[at]!, judgements[at]];
    if (difference.estimate === null || !judgement) return [];
    const sign = difference.estimate > 0 ? '+' : '';
    const verdict = judgementWords(judgement, difference.margin, 'share');
    const words = `${sign}${formatEstimate('points', difference)}, ${verdict}`;
    return [{ name, difference, words, verdict: judgement.verdict }];
  });
}

/** Which method is ahead of its zero, on each side. */
function bestInWords({ noise, methods }: PooledNoise): string[] {
  return (['hard', 'historical'] as const).flatMap((side) => {
    const pairs = methods.flatMap((result) => {
      const zero = zeroIn(result, methods);
      return zero
        ? [
            {
              name: `${result.method.name} less ${zero.method.name}`,
              ours: result.sides[side],
              theirs: zero.sides[side],
            },
          ]
        : [];
    });
    const found = compare(pairs);
    if (found.length === 0) return [];
    const better = found.filter(({ verdict }) => verdict === 'better');
    const shown = better.length > 0 ? better : found;
    const best = shown.reduce((a, b) => (b.difference.estimate! > a.difference.estimate! ? b : a));
    const head =
      better.length > 0
        ? `ahead of plain cross entropy ${SIDES[side]}`
        : `nothing is ahead of plain cross entropy ${SIDES[side]}; the most`;
    return [`Noise ${noise}: ${head}: ${best.name} (${best.words}).`];
  });
}

/** Whether learning from answers costs the historical side what was published. */
function hurtsInWords({ noise, deployed, methods }: PooledNoise): string[] {
  const found = compare(
    methods.map(({ method, sides }) => ({ name: method.name, ours: sides.historical, theirs: deployed.historical })),
  );
  const [worse, better] = (['worse', 'better'] as const).map((verdict) =>
    found.filter((one) => one.verdict === verdict),
  );
  const named = (some: readonly Compared[]) => some.map(({ name, words }) => `${name} (${words})`).join('; ');
  const parts = [
    ...(worse!.length > 0 ? [`worse than as deployed: ${named(worse!)}`] : []),
    ...(better!.length > 0 ? [`better: ${named(better!)}`] : []),
  ];
  if (found.length === 0) return [];
  const others = found.length - worse!.length - better!.length;
  const rest = others > 0 ? [`${others} of ${found.length} neither`] : [];
  return [
    `Noise ${noise}: ${SIDES.historical}, ${[...parts, ...rest].join('; ')}. Published: SFT 76.03 %, with DPO 69.97 %, with APO 68.73 %.`,
  ];
}

/** Robust DPO against DPO, with the same reference. */
function robustInWords({ noise, methods }: PooledNoise): string[] {
  const pairs = methods.flatMap((result) => {
    const { objective, reference } = result.method;
    const other = methods.find(({ method }) => method.name === `dpo ${reference}`);
    if (objective.name !== 'robust-dpo' || !other) return [];
    return [{ name: reference ?? '', ours: result.sides.hard, theirs: other.sides.hard }];
  });
  const found = compare(pairs);
  if (found.length === 0) return [];
  const all = found.map(({ name, words }) => `${name} ${words}`).join('; ');
  return [`Noise ${noise}: robust-dpo, told how many pairs are flipped, less dpo, ${SIDES.hard}: ${all}.`];
}

/** A following reference against a frozen one, as far from the deployed policy as both went. */
function referencesInWords({ noise, methods }: PooledNoise): string[] {
  const pairs = methods.flatMap((result) => {
    const { objective, reference } = result.method;
    if (reference === null || reference === 'frozen') return [];
    const frozen = methods.find(({ method }) => method.objective === objective && method.reference === 'frozen');
    if (!frozen) return [];
    const far = Math.min(farthest(result), farthest(frozen));
    const [ours, theirs] = [atDivergence(result.curve, far), atDivergence(frozen.curve, far)];
    return ours && theirs
      ? [{ name: `${result.method.name} at KL ${formatValue('score', far)}`, ours: ours.hard, theirs: theirs.hard }]
      : [];
  });
  const found = compare(pairs);
  if (found.length === 0) return [];
  const farAway = methods.some((result) => farthest(result) >= 1);
  return [
    [
      `Noise ${noise}: a following reference less a frozen one, ${SIDES.hard} at equal KL:`,
      `${found.map(({ name, words }) => `${name}, ${words}`).join('; ')}.`,
      ...(farAway ? [] : ['No training came as far as KL 1, where the published claim lies.']),
    ].join(' '),
  ];
}

const farthest = ({ curve }: MethodResult) => Math.max(0, ...curve.map(({ divergence }) => divergence));

/** What each method loses by noise, against the first noise. */
function noiseInWords(results: readonly PooledNoise[]): string[] {
  const [first, ...others] = results;
  if (!first) return [];
  return others.flatMap(({ noise, methods }) => {
    const pairs = methods.flatMap(({ method, sides }) => {
      const before = first.methods.find((one) => one.method.name === method.name);
      return before ? [{ name: method.name, ours: sides.hard, theirs: before.sides.hard }] : [];
    });
    const found = compare(pairs).sort((a, b) => a.difference.estimate! - b.difference.estimate!);
    const [most] = found;
    if (!most) return [];
    const all = found.map(({ name, difference }) => `${name} ${formatEstimate('points', difference)}`).join('; ');
    return [`Noise ${noise} less ${first.noise}, ${SIDES.hard}: ${most.name} loses most (${most.verdict}): ${all}.`];
  });
}
