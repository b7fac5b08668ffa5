import {
  CLOSED_READING,
  firstErrorParts,
  goalChange,
  LOOPS_COMPARED,
  reproductionAt,
} from '../../../present/closed-loop.ts';
import { countOf, formatCount } from '../../../present/format-value.ts';
import { type NoisePoint, noisePoints } from '../../../present/noise-points.ts';
import { timeSaving } from '../../../present/time-saving.ts';
import type { CellResult, ClosedLoop, Comparison } from '../../../results/schema.ts';
import { html, type Markup } from '../markup.ts';
import { closedLoopPlot } from '../plots/closed-loop-plot.ts';
import { noisePanels } from '../plots/noise-panels.ts';
import { renderPlot } from '../plots/render-plot.ts';
import { noiseHeader } from './noise-header.ts';
import { valueCell } from './value-cell.ts';

type Arm = CellResult['arm'];

/** The same deployment where what was decided is done: table, plot, and why its figures differ from the open loop's. */
export async function closedLoopSection(
  closed: ClosedLoop | null,
  once: (reason: string) => string,
): Promise<Markup | null> {
  if (closed === null || closed.cells.length === 0) return null;
  const points = noisePoints(closed);
  const plots: Markup[] = [];
  for (const panel of noisePanels(points)) {
    const plot = closedLoopPlot(panel);
    if (plot) plots.push(await renderPlot(plot));
  }
  return html`<section id="closed-loop-section"><h2>Closed loop: what was decided is done</h2>
<p class="lead">${LOOPS_COMPARED}</p>
<div class="table outcome" role="region" aria-label="Closed loop by noise level" tabindex="0"><table>
<caption><span>${sessionsWords(closed)} Estimates with their 95 % interval, clustered by session. ${CLOSED_READING}</span></caption>
<thead><tr><td rowspan="2"></td><th scope="colgroup" colspan="2" class="group">Automated</th><th scope="colgroup" colspan="3" class="group">Cases that reach their goal</th><th scope="colgroup" colspan="4" class="group">Active time per session</th><th scope="colgroup" colspan="5" class="group">Errors</th></tr>
<tr>${HEADINGS.map(([text, first]) => html`<th scope="col" class="${first ? 'group' : ''}">${text}</th>`)}</tr></thead>
<tbody>${points.map((point) => row(closed, point))}</tbody></table></div>
${plots.length > 0 ? html`<div class="plots" style="margin-top:16px">${plots}${beside(closed, once)}</div>` : beside(closed, once)}</section>`;
}

const HEADINGS: readonly (readonly [string, boolean])[] = [
  ['steps', true],
  ['sessions', false],
  ['human-only', true],
  ['selective', false],
  ['change', false],
  ['human-only', true],
  ['copilot', false],
  ['selective', false],
  ['selective saves', false],
  ['sessions with wrong executed action', true],
  ['R, first error', false],
  ['of it seemed right', false],
  ['new', false],
  ['first errors harmless', false],
];

function row(closed: ClosedLoop, point: NoisePoint): Markup {
  const value = (arm: Arm, metric: string, first = false) =>
    valueCell('share', point.arms[arm]?.metrics[metric], first ? ['group'] : []);
  const time = (arm: Arm, first = false) =>
    valueCell('ms', point.arms[arm]?.metrics.active_ms_per_session, first ? ['group'] : []);
  const saved = timeSaving(closed, point, 'selective');
  const change = goalChange(closed, point);
  const parts = firstErrorParts(closed, point);
  return html`<tr>${noiseHeader(point)}${value('selective', 'step_automation', true)}${value('selective', 'session_automation')}${value('human-only', 'goal_reached', true)}${value('selective', 'goal_reached')}${valueCell('points', change && { ...change, estimate: change.difference }, looksOf(change))}${time('human-only', true)}${time('copilot')}${time('selective')}${valueCell('share', saved, looksOf(saved))}${value('selective', 'sessions_with_wrong_executed', true)}${valueCell('count', reproductionAt(closed, point))}${valueCell('count', parts?.seeming)}${valueCell('count', parts?.fresh)}${valueCell('share', parts?.harmless)}</tr>`;
}

function looksOf(compared: Pick<Comparison, 'verdict'> | null): readonly string[] {
  if (compared?.verdict === 'better') return ['best'];
  return compared?.verdict === 'worse' ? ['worst'] : [];
}

function sessionsWords({ cells }: ClosedLoop): string {
  return `${countOf(Math.max(0, ...cells.map(({ sessions }) => sessions)), 'session')} in each of ${countOf(cells.length, 'cell')}.`;
}

/** What the closed loop rests on: gates, twins, sessions, the other desk. */
function beside({ cells, propagation, split, refused, parity }: ClosedLoop, once: (reason: string) => string): Markup {
  const left = refused.reduce((sum, { count }) => sum + count, 0);
  const twins = propagation.reduce((sum, { all }) => sum + all.errors, 0);
  const parts = Object.entries(split).map(([part, sessions]) => `${part} ${formatCount(sessions)}`);
  const gates = cells.flatMap(({ arm, noise, gate }) =>
    arm === 'selective' && gate
      ? [
          html`<li>α ${noise.alpha} · β ${noise.beta} · slip ${noise.slip}: ${gate.threshold === null ? `closed, ${once(gate.reason)}` : `from ${gate.threshold.toFixed(3)}`}</li>`,
        ]
      : [],
  );
  return html`<div class="panel"><h3>What it rests on</h3><dl class="facts-list"><dt>sessions</dt><dd>${parts.join(' · ')}</dd><dt>goal unknown</dt><dd>${left === 0 ? 'in none' : `in ${formatCount(left)}, left out; most often: ${refused[0]?.cause ?? ''}`}</dd><dt>twins</dt><dd>${countOf(twins, 'error')} compared with the same case without it</dd><dt>desk parity</dt><dd>${parity === null ? 'not checked' : `${parity.equal ? 'same' : 'DIFFERENT'} traces in browser and in process: ${countOf(parity.sessions, 'session')}, ${countOf(parity.steps, 'step')}`}</dd><dt>gates</dt><dd><ul class="plain">${gates}</ul></dd></dl></div>`;
}
