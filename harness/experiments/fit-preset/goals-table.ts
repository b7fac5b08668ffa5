import type { FigureTable } from '../../../reports/figures/schema.ts';
import { table, text } from '../../../reports/figures/table.ts';
import { formatValue } from '../../../reports/present/format-value.ts';
import { PUBLISHED_ARMS } from '../../bench/closed-loop/published-arms.ts';

const SOURCE = 'Borovkov et al. 2026, arXiv 2604.23855';

/** A published figure that the preset is fitted to. */
interface Goal {
  readonly goal: string;
  readonly published: string;
  /** As `PAPER_PRESET.inputs` names it. */
  readonly input: string;
  readonly source: string;
}

/** Published figures that the preset is fitted to. */
export function goalsTable(): FigureTable {
  const { automated, humanMs, selectiveMs, confirmedMs, automaticMs, chatbotMs, pipelineMs } = PUBLISHED_ARMS;
  const change = (to: number, from: number) => formatValue('share', to / from - 1);
  const seconds = (ms: number) => formatValue('ms', ms);
  const goals = [
    ['sessions automated', formatValue('share', automated), 'mix of processes; settled refusals'],
    ['active time of an unaided operator, a session', seconds(humanMs), 'pace'],
    ['active time with selective automation, a session', seconds(selectiveMs), 'reading a suggestion'],
    [
      `automatic end against a confirmed one (${seconds(automaticMs)} and ${seconds(confirmedMs)})`,
      change(automaticMs, confirmedMs),
      'reading an automated step',
    ],
    [
      `pipeline against a chatbot alone (${seconds(pipelineMs)} and ${seconds(chatbotMs)})`,
      change(pipelineMs, chatbotMs),
      'the chatbot hands over; reading an automated step',
    ],
  ] as const;
  return table<Goal>({
    id: 'goals',
    title: 'What is fitted to what',
    caption: [
      'Published figures that the preset was brought near by the inputs named: that it comes near them proves nothing.',
      'Each pair of times is an A/B test of its own.',
      'All other inputs are published or assumed; the table “What was set” of settle lists them.',
    ],
    columns: {
      goal: text('published figure', 'goal'),
      published: text('published', 'published'),
      input: text('input fitted to it', 'input'),
      source: text('source', 'source'),
    },
    rows: goals.map(([goal, published, input]) => ({ goal, published, input, source: SOURCE })),
    kind: () => 'published',
  });
}
