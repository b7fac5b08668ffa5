import { PAPER_PRESET } from '../../../fixtures/generator/paper-preset.ts';
import type { FigureTable, Ranged } from '../../../reports/figures/schema.ts';
import { type Columns, ranged, table, text } from '../../../reports/figures/table.ts';
import { metric as activeMs } from '../../../reports/metrics/active-ms-per-session.ts';
import { formatValue } from '../../../reports/present/format-value.ts';
import { NO_ESTIMATE } from '../../../reports/stats/interval.ts';
import { pairedDifference } from '../../../reports/stats/paired-difference.ts';
import { ratioEstimate } from '../../../reports/stats/ratio-estimate.ts';
import { PAPER_FIGURES } from '../../../simulators/operators/paper/paper-figures.ts';
import type { Outcome } from '../../bench/arms/play-point.ts';
import { acceptanceOf, refusedFor } from '../../bench/closed-loop/answer-metrics.ts';
import { PUBLISHED_ARMS } from '../../bench/closed-loop/published-arms.ts';
import { medianOver } from '../../bench/data/populations.ts';
import type { Metric } from '../../contract/metric.ts';
import type { RefusalReason } from '../../contract/operator.ts';

/** What was set, and on what grounds. */
export const inputsTable = (): FigureTable =>
  table({
    id: 'inputs',
    title: 'What was set',
    caption: 'Inputs of the paper preset.',
    columns: {
      input: text('input', 'name'),
      value: text('value', 'value'),
      basis: text('basis', 'basis', [
        'Published: reported of the system under test.',
        'Calibrated: chosen so that the published figure named comes near; coming near it then proves nothing.',
        'Assumed: not published.',
      ]),
      note: text('note', 'note'),
    },
    rows: PAPER_PRESET.inputs,
    terminal: false,
  });

interface Beside {
  readonly figure: string;
  readonly share?: Ranged;
  readonly ms?: Ranged;
  /** Relative: more than 1 where an arm takes over twice as long. */
  readonly change?: Ranged;
  /** Null: not published. */
  readonly published: number | null;
  /** Whether an input was calibrated to it. */
  readonly basis: 'calibrated' | 'emerges';
}

const BESIDE: Columns<Beside> = {
  figure: text('figure', 'figure'),
  share: ranged('measured, share', 'share', 'share'),
  ms: ranged('measured, time', 'ms', 'ms'),
  change: ranged('measured, change', 'change', 'change'),
  published: text('published', ({ share, ms, published }) =>
    published === null ? '–' : formatValue(share ? 'share' : ms ? 'ms' : 'change', published),
  ),
  basis: text('calibrated or emerges', 'basis', [
    'Calibrated: one input (see “What was set”) was chosen to bring it near.',
    'Emerges: nothing was chosen for it.',
  ]),
};

/** Published figures beside what came out with the paper's operators, and which of them were calibrated to. */
export const besidePublishedTable = (populations: readonly (readonly Outcome[])[]): FigureTable =>
  table({
    id: 'beside-published',
    title: 'Beside the published figures: the paper’s operators',
    caption: [
      'Acceptance and reasons are those of the copilot arm;',
      'α by kind comes from the published ones, so that they tell whether the policy errs as often as the published one.',
      'Ratios compare arms on the same sessions; the published ones come from separate A/B tests.',
      ...(populations.length === 1
        ? []
        : [`Median over ${populations.length} populations, in brackets the lowest and the highest.`]),
    ],
    columns: BESIDE,
    rows: besideAll(populations),
  });

/** Each figure of one population with its interval, or over several. */
function besideAll(populations: readonly (readonly Outcome[])[]): Beside[] {
  const [first = [], ...others] = populations.map(beside);
  if (others.length === 0) return first;
  return first.map((one, at) => {
    const own = [one, ...others.map((figures) => figures[at] as Beside)];
    const over = (value: (figure: Beside) => Ranged | undefined): Ranged =>
      medianOver(own.map((figure) => value(figure) ?? NO_ESTIMATE));
    return {
      ...one,
      ...(one.share && { share: over(({ share }) => share) }),
      ...(one.ms && { ms: over(({ ms }) => ms) }),
      ...(one.change && { change: over(({ change }) => change) }),
    };
  });
}

const { acceptance, rejections } = PAPER_FIGURES;
const KINDS = ['click_control', 'close', 'transfer', 'send_text'] as const;
const REASONS: readonly (readonly [RefusalReason, number])[] = [
  ['model error', rejections.modelError],
  ['acceptable', rejections.acceptable],
  ['environment', rejections.environment],
  ['other', rejections.other],
];

function beside(outcomes: readonly Outcome[]): Beside[] {
  const figuresOf = (name: string) => {
    const found = outcomes.find((one) => one.name === name);
    if (!found) throw new Error(`The arm "${name}" was not played with the paper's operators.`);
    return found;
  };
  const [human, selective, copilot] = [
    figuresOf('human-only'),
    figuresOf('selective, acceptance'),
    figuresOf('copilot with confirmation'),
  ];
  const { humanMs, selectiveMs, automated, confirmedMs, automaticMs, chatbotMs, pipelineMs } = PUBLISHED_ARMS;
  const emerging = (figure: string, metric: Metric, published: number): Beside => {
    const share = ratioEstimate(copilot.sums.sums(metric.name), metric.unit);
    return { figure, share, published, basis: 'emerges' };
  };
  return [
    {
      figure: 'sessions automated',
      share: selective.figures.automated,
      published: automated,
      basis: 'calibrated',
    },
    { figure: 'AAT, human only', ms: human.figures.activeMs, published: humanMs, basis: 'calibrated' },
    { figure: 'AAT, selective', ms: selective.figures.activeMs, published: selectiveMs, basis: 'calibrated' },
    {
      figure: 'AAT, automatic end against a confirmed one',
      change: less(selective, figuresOf('confirmed close')),
      published: automaticMs / confirmedMs - 1,
      basis: 'calibrated',
    },
    {
      figure: 'AAT, selective against the chatbot',
      change: less(selective, figuresOf('intent chatbot')),
      published: pipelineMs / chatbotMs - 1,
      basis: 'calibrated',
    },
    {
      figure: 'goals the chatbot reaches',
      share: figuresOf('intent chatbot').figures.goal,
      published: null,
      basis: 'emerges',
    },
    {
      figure: 'sessions the chatbot ends alone',
      share: figuresOf('intent chatbot').figures.automated,
      published: null,
      basis: 'emerges',
    },
    ...KINDS.map((kind) => emerging(`accepted, ${kind}`, acceptanceOf(kind), acceptance[kind])),
    ...REASONS.map(([reason, published]) => emerging(`refused, ${reason}`, refusedFor(reason), published)),
  ];
}

/** Relative change of active time from the second arm to the first. */
function less(arm: Outcome, baseline: Outcome): Ranged {
  const { relative } = pairedDifference(arm.sums.sums(activeMs.name), baseline.sums.sums(activeMs.name), 'ms', 'lower');
  return relative ?? NO_ESTIMATE;
}
