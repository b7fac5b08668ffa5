import { formatNumber, NO_VALUE } from '../../../present/format-value.ts';
import type { NoisePoint } from '../../../present/noise-points.ts';
import type { CellResult } from '../../../results/schema.ts';
import { html, type Markup } from '../markup.ts';
import { noiseHeader } from './noise-header.ts';

/** Threshold and its reason, told once on the page, and how good the critic's scores are, at each noise level. */
export function gateTable(points: readonly NoisePoint[], once: (reason: string) => string): Markup | null {
  const gated = points.flatMap((point) =>
    point.arms.selective?.gate ? [{ point, cell: point.arms.selective, gate: point.arms.selective.gate }] : [],
  );
  if (gated.length === 0) return null;
  const rows = gated.map(
    ({ point, cell, gate }) =>
      html`<tr>${noiseHeader(point)}<td>${gate.name}</td><td class="number">${formatNumber(gate.targetPrecision, 2)}</td><td class="number">${gate.threshold === null ? 'closed' : formatNumber(gate.threshold, 3)}</td><td class="why">${once(gate.reason)}</td>${critic(cell)}</tr>`,
  );
  return html`<section><h2>Gate and critic</h2>
<div class="table words" role="region" aria-label="Gate and critic" tabindex="0"><table>
<caption><span>A critical action runs without a human where the critic’s score reaches the threshold. ECE: expected calibration error; AURC: area under the risk-coverage curve (lower is better, as for Brier).</span></caption>
<thead><tr><th scope="col">noise</th><th scope="col">gate</th><th scope="col" class="number">target precision</th><th scope="col" class="number">threshold</th><th scope="col">why</th><th scope="col" class="number">AUROC</th><th scope="col" class="number">ECE</th><th scope="col" class="number">Brier</th><th scope="col" class="number">AURC</th></tr></thead>
<tbody>${rows}</tbody></table></div></section>`;
}

function critic({ calibration, riskCoverage }: CellResult): Markup[] {
  const values = [calibration?.auroc, calibration?.ece, calibration?.brier, riskCoverage?.aurc];
  return values.map(
    (value) =>
      html`<td class="number">${value === null || value === undefined ? NO_VALUE : formatNumber(value, 3)}</td>`,
  );
}
