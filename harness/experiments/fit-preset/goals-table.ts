import type { FigureTable } from '../../../reports/figures/schema.ts';
import { formatValue } from '../../../reports/present/format-value.ts';
import { PUBLISHED_ARMS } from '../../bench/closed-loop/published-arms.ts';
import { text } from '../../bench/report/table-columns.ts';

const SOURCE = 'Borovkov et al. 2026, arXiv 2604.23855';

/** Published figures that the preset is fitted to. `input`: as `PAPER_PRESET.inputs` names it. */
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
  return {
    id: 'goals',
    title: 'What is fitted to what',
    caption:
      'Published figures that the preset was brought near by the inputs named: that it comes near them proves nothing. Each pair of times is an A/B test of its own. All other inputs are published or assumed; the table “What was set” of settle lists them.',
    columns: [text('goal', 'published figure'), text('published'), text('input', 'input fitted to it'), text('source')],
    rows: goals.map(([goal, published, input]) => ({
      kind: 'published',
      cells: { goal, published, input, source: SOURCE },
    })),
    terminal: true,
  };
}
