import type { Placement } from '../../../policies/networks/onnx/placement.ts';
import type { FigureTable } from '../../../reports/figures/schema.ts';
import { type Columns, plain, table, text, unmeasured } from '../../../reports/figures/table.ts';
import { countOf, formatCount, formatPercent } from '../../../reports/present/format-value.ts';
import { EXIT, type ExitCode } from '../../runner/exit-code.ts';
import { sumOf } from '../../shared/numbers.ts';
import { BATCHES, type Batch } from './answer-rates.ts';
import type { ProviderCheck } from './check-model.ts';

/** What a provider may differ by from the CPU before the check says that it computes something else. */
const LIMITS = { lossDifference: 0.01, flipped: 0.01 } as const;
const MEBIBYTE = 2 ** 20;

const timed = (title: string, of: (check: ProviderCheck) => number | null) =>
  plain(title, 'rate', of, { measured: true });
const times = (title: string, of: (check: ProviderCheck) => number | null, definition?: string) =>
  text<ProviderCheck>(
    title,
    (check) => {
      const ratio = of(check);
      return ratio === null ? null : `${ratio.toPrecision(2)}×`;
    },
    { measured: true, ...(definition === undefined ? {} : { definition }) },
  );
const over = (one: number | null | undefined, other: number | null | undefined) =>
  one != null && other != null ? one / other : null;

const decisionsAt = (batch: Batch): Columns<ProviderCheck> => ({
  [`decisions_${batch}`]: timed(`decisions/s at ${batch}`, ({ rates }) => rates?.[batch].whole ?? null),
  [`decisions_${batch}_ratio`]: times(`${batch}: over CPU`, ({ rates, cpuRates }) =>
    over(rates?.[batch].whole, cpuRates?.[batch].whole),
  ),
});
const [LARGEST] = BATCHES.toReversed();

const COLUMNS: Columns<ProviderCheck> = {
  model: text('model', ({ role, model }) => `${role} ${model}`),
  provider: text('provider', 'provider'),
  sessions: plain('sessions', 'count', 'sessions'),
  steps: plain('steps compared', 'count', 'steps'),
  loss_difference: text('largest loss difference', ({ lossDifference }) => lossDifference?.toExponential(1), {
    measured: true,
    definition: 'Relative difference from the CPU, step by step.',
  }),
  steps_per_second: timed('training steps/s', ({ stepsPerSecond }) => stepsPerSecond),
  steps_ratio: times('steps: over CPU', (check) => over(check.stepsPerSecond, check.cpuStepsPerSecond)),
  decisions: plain('decisions compared', 'count', 'decisions'),
  score_difference: text('largest score difference', ({ scoreDifference }) => scoreDifference?.toExponential(1), {
    measured: true,
    definition: 'Of a confidence or a critic’s score, from the CPU’s with the same weights.',
  }),
  flipped: plain('flipped decisions', 'share', 'flipped', {
    measured: true,
    definition: 'Share of screens on which the same weights decide otherwise.',
  }),
  ...Object.assign({}, ...BATCHES.map(decisionsAt)),
  network_ratio: times(
    `${LARGEST}: network alone`,
    ({ rates, cpuRates }) => over(rates?.[LARGEST!].network, cpuRates?.[LARGEST!].network),
    'Over the CPU, while the network runs: features and tokens are made on the CPU, whatever the provider.',
  ),
  nodes: text('nodes of the network', ({ placement }) => placementWords(placement)),
  card_memory: text('card memory', ({ cardBytes }) =>
    cardBytes === null ? null : `${formatCount(cardBytes / MEBIBYTE)} MiB`,
  ),
  note: text('note', (check) => {
    const few = tooLittle(check) ? `no verdict: ${LEAST_DECISIONS} decisions or more are needed` : null;
    return [check.fault, disagreement(check), few].filter(Boolean).join('; ') || null;
  }),
};

/** The check's table: a row a model and provider, then a row for each provider that is not there. */
export const checkTable = (checks: readonly ProviderCheck[], absent: ReadonlyMap<string, string>): FigureTable =>
  table({
    id: 'gpu-check',
    title: 'Providers beside the CPU',
    caption: [
      'Not timed: the first tenth of the steps, those that were asked for first, and the first batch of decisions.',
      'Decisions are timed from the screen on, each with a message that was never seen.',
    ],
    columns: COLUMNS,
    rows: checks,
    others: unmeasured(
      'reason',
      [...absent].map(([provider, note]) => ({ provider, note })),
    ),
  });

/** How many nodes ran on each provider, and the operators of those on the CPU: `412 webgpu, 31 cpu (Gather 20, Shape 11)`. */
export function placementWords(placement: readonly Placement[]): string | null {
  if (placement.length === 0) return null;
  const providers = [...new Set(placement.map(({ provider }) => provider))];
  const isAlone = providers.length === 1;
  return providers
    .map((provider) => {
      const own = placement.filter((one) => one.provider === provider);
      const most = own.slice(0, 4).map(({ operator, nodes }) => `${operator} ${nodes}`);
      const more = own.length > 4 ? ', …' : '';
      const named = provider === 'cpu' && !isAlone ? ` (${most.join(', ')}${more})` : '';
      return `${formatCount(sumOf(own, ({ nodes }) => nodes))} ${provider}${named}`;
    })
    .join(', ');
}

/** What stayed on the CPU although a model was to run elsewhere, in one sentence; null where nothing did. */
export function onCpuWords({ role, model, provider, placement }: ProviderCheck): string | null {
  const own = placement.filter((one) => one.provider === 'cpu');
  if (provider === 'cpu' || own.length === 0) return null;
  const nodes = sumOf(own, (one) => one.nodes);
  const products = own.filter(({ operator }) => /MatMul|Gemm|Conv/.test(operator));
  const heavy = products.length > 0 ? ', products of matrices among them' : '';
  const all = sumOf(placement, (one) => one.nodes);
  return `The ${role} ${model} on ${provider}: ${countOf(nodes, 'node')} of ${formatCount(all)} ran on the CPU${heavy}.`;
}

/**
 * Decisions below which no flip says nothing: a provider that flips as many as the limit still shows none in so few with
 * a probability of 5 % or more. From (1 − limit)ⁿ < .05, where all n agree.
 */
export const LEAST_DECISIONS = Math.ceil(Math.log(0.05) / Math.log(1 - LIMITS.flipped));

/** Whether so little was compared that agreement says nothing. What fails or differs is told apart from it. */
export function tooLittle(check: ProviderCheck): boolean {
  return (
    check.fault === null && disagreement(check) === null && (check.steps === 0 || check.decisions < LEAST_DECISIONS)
  );
}

/** How the check ends: what differs is told before what is missing, and that before what is too little. */
export function exitOf(checks: readonly ProviderCheck[], complete: boolean): ExitCode {
  if (checks.some((check) => disagreement(check) !== null)) return EXIT.regression;
  if (!complete) return EXIT.incomplete;
  return checks.some(tooLittle) ? EXIT.undecided : EXIT.good;
}

/** In what a provider differs from the CPU by more than rounding explains; null where in nothing. */
export function disagreement({ lossDifference, flipped }: ProviderCheck): string | null {
  const beyond: string[] = [];
  // Written so that NaN is beyond the limit, too.
  if (lossDifference !== null && !(lossDifference <= LIMITS.lossDifference))
    beyond.push(`losses differ by more than ${formatPercent(LIMITS.lossDifference)}`);
  if (flipped !== null && !(flipped <= LIMITS.flipped))
    beyond.push(`more than ${formatPercent(LIMITS.flipped)} of decisions are flipped`);
  return beyond.join('; ') || null;
}
