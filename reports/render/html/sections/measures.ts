import { formatCount } from '../../../present/format-value.ts';
import { ARMS, type NoisePoint } from '../../../present/noise-points.ts';
import type { CellResult, Results } from '../../../results/schema.ts';
import { html, type Markup } from '../markup.ts';
import { noiseHeader } from './noise-header.ts';
import { valueCell } from './value-cell.ts';

/** What each measure means, and every measure of every cell. */
export function measures(results: Results, points: readonly NoisePoint[]): Markup {
  const definitions = results.metrics.map(
    (metric) =>
      html`<tr><th scope="row">${metric.title}</th><td><code>${metric.name}</code></td><td>${metric.summary}</td><td>${metric.better ?? 'neither'}</td></tr>`,
  );
  return html`<section><h2>Measures</h2>
<div class="table words" role="region" aria-label="Definitions" tabindex="0"><table><caption><span>Definitions. Tool accuracy compares the kind of action only; action accuracy compares kind and all arguments.</span></caption>
<thead><tr><th scope="col">measure</th><th scope="col">name</th><th scope="col">what it says</th><th scope="col">better</th></tr></thead><tbody>${definitions}</tbody></table></div>
${ARMS.map((arm) => armDetails(results, points, arm))}</section>`;
}

function armDetails(results: Results, points: readonly NoisePoint[], arm: CellResult['arm']): Markup | null {
  const cells = points.flatMap((point) => {
    const cell = point.arms[arm];
    return cell ? [{ point, cell }] : [];
  });
  const metrics = results.metrics.filter(({ name }) => cells.some(({ cell }) => cell.metrics[name]?.estimate != null));
  if (cells.length === 0) return null;
  const rows = cells.map(
    ({ point, cell }) =>
      html`<tr>${noiseHeader(point)}${metrics.map(({ name, unit }) => valueCell(unit, cell.metrics[name]))}<td>${formatCount(cell.sessions)}</td><td>${formatCount(cell.steps)}</td><td>${formatCount(cell.faults.retried)}</td><td>${formatCount(cell.faults.crashed)}</td></tr>`,
  );
  return html`<details><summary>Every measure, ${arm}</summary><div class="table outcome" role="region" aria-label="${`Every measure, ${arm}`}" tabindex="0"><table>
<caption><span>Arm ${arm}. Faults are those of the desk: episodes begun again, and given up; never errors of the policy.</span></caption>
<thead><tr><th scope="col">noise</th>${metrics.map(({ title }) => html`<th scope="col">${title}</th>`)}<th scope="col">sessions</th><th scope="col">steps</th><th scope="col">begun again</th><th scope="col">given up</th></tr></thead>
<tbody>${rows}</tbody></table></div></details>`;
}
