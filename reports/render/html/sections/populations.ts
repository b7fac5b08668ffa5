import { populationPoints, populationsReading } from '../../../present/population-points.ts';
import type { Results } from '../../../results/schema.ts';
import { html, type Markup } from '../markup.ts';
import { noiseHeader } from './noise-header.ts';
import { valueCell } from './value-cell.ts';

/** Selective automation over populations at each noise level; null where there was one. */
export function populationsSection(results: Results): Markup | null {
  const points = populationPoints(results);
  if (points.length === 0) return null;
  const closed = points.some(({ loop }) => loop === 'closed');
  const headings = [
    'sessions automated',
    'steps automated',
    'time saved',
    ...(closed ? ['change of goals reached'] : []),
    'gate open in',
  ];
  const count = results.populations?.length ?? 0;
  return html`<section><h2>Over ${count} populations</h2>
<div class="table outcome" role="region" aria-label="Over populations" tabindex="0"><table>
<caption><span>${populationsReading(results)}</span></caption>
<thead><tr><td></td><th scope="col">loop</th>${headings.map((text) => html`<th scope="col">${text}</th>`)}</tr></thead>
<tbody>${points.map(
    ({ loop, point, sessionAutomation, stepAutomation, saved, goalChange, open }) =>
      html`<tr>${noiseHeader(point)}<td>${loop}</td>${[sessionAutomation, stepAutomation, saved].map((value) => valueCell('share', value))}${closed ? valueCell('points', goalChange) : ''}<td>${open} of ${count}</td></tr>`,
  )}</tbody></table></div></section>`;
}
