import type { NoisePoint } from '../../../present/noise-points.ts';
import { intervalReading } from '../../../present/population-points.ts';
import { timeSaving } from '../../../present/time-saving.ts';
import type { CellResult, Results } from '../../../results/schema.ts';
import { html, type Markup } from '../markup.ts';
import { noiseHeader } from './noise-header.ts';
import { valueCell } from './value-cell.ts';

type Arm = CellResult['arm'];

/** The outcome at each noise level, each value with its interval. */
export function outcomeTable(results: Results, points: readonly NoisePoint[]): Markup {
  return html`<section><h2>Outcome by noise level${results.closedLoop ? ', open loop' : ''}</h2>
<div class="table outcome" role="region" aria-label="Outcome by noise level" tabindex="0"><table>
<caption><span>Estimates with their 95 % interval, clustered by session. ${intervalReading(results)} Accuracies, critic and automation are those of the selective arm; what is saved is against human-only at the same noise.</span></caption>
<thead><tr><td rowspan="2"></td><th scope="colgroup" colspan="2" class="group">Suggestions</th><th scope="colgroup" colspan="2" class="group">Critic</th><th scope="colgroup" colspan="2" class="group">Automated</th><th scope="colgroup" colspan="5" class="group">Active time per session</th><th scope="col" rowspan="2" class="group">sessions with wrong executed action</th></tr>
<tr>${HEADINGS.map(([text, first]) => html`<th scope="col" class="${first ? 'group' : ''}">${text}</th>`)}</tr></thead>
<tbody>${points.map((point) => row(results, point))}</tbody></table></div></section>`;
}

const HEADINGS: readonly (readonly [string, boolean])[] = [
  ['tool accuracy', true],
  ['action accuracy', false],
  ['precision', true],
  ['coverage', false],
  ['steps', true],
  ['sessions', false],
  ['human-only', true],
  ['copilot', false],
  ['selective', false],
  ['copilot saves', false],
  ['selective saves', false],
];

function row(results: Results, point: NoisePoint): Markup {
  const share = (metric: string, looks: readonly string[] = []) =>
    valueCell('share', point.arms.selective?.metrics[metric], looks);
  const time = (arm: Arm, looks: readonly string[] = []) =>
    valueCell('ms', point.arms[arm]?.metrics.active_ms_per_session, looks);
  const saved = (arm: Arm) => {
    const saving = timeSaving(results, point, arm);
    return valueCell(
      'share',
      saving,
      saving?.verdict === 'better' ? ['best'] : saving?.verdict === 'worse' ? ['worst'] : [],
    );
  };
  return html`<tr>${noiseHeader(point)}${share('tool_accuracy', ['group'])}${share('action_accuracy')}${share('critic_precision', ['group'])}${share('critic_coverage')}${share('step_automation', ['group'])}${share('session_automation')}${time('human-only', ['group'])}${time('copilot')}${time('selective')}${saved('copilot')}${saved('selective')}${share('sessions_with_wrong_executed', ['group'])}</tr>`;
}
