import { closedGates } from '../../../present/closed-gates.ts';
import { countOf, formatCount } from '../../../present/format-value.ts';
import { NOISE_READING } from '../../../present/noise-points.ts';
import { withoutSteps } from '../../../present/without-steps.ts';
import type { Results } from '../../../results/schema.ts';
import { html, type Markup } from '../markup.ts';

/** Question, what was run, warnings that come before any number, and the findings. */
export function pageHead(results: Results): Markup {
  const { dataset, findings } = results;
  const played = [...results.cells, ...(results.closedLoop?.cells ?? [])];
  const sessions = Math.max(0, ...results.cells.map((cell) => cell.sessions));
  const drivers = [...new Set(results.cells.map((cell) => cell.driver))].join(' and ');
  const loops = [...new Set(played.map((cell) => cell.loop))].join(' and ');
  return html`<header class="page">
<h1>Deskbench · ${results.experiment}</h1>
<p class="question">${results.question}</p>
<p class="facts">${dataset.name}: ${countOf(sessions, 'session')} in each of ${countOf(results.cells.length, 'cell')}, out of ${formatCount(dataset.sessions)}${withoutSteps(results)} · ${countOf(dataset.procedures, 'procedure')} · ${drivers || 'no'} desk, ${loops || 'no'} loop · seed ${results.run.seed}</p>
${banners(results)}
${
  findings.length > 0
    ? html`<ul class="findings" aria-label="Findings">${findings.map((finding) => html`<li>${finding}</li>`)}</ul>
<p class="note">${NOISE_READING}</p>`
    : null
}
</header>`;
}

function banners(results: Results): Markup[] {
  const shown: Markup[] = [];
  const played = [...results.cells, ...(results.closedLoop?.cells ?? [])];
  const crashed = played.reduce((sum, cell) => sum + cell.faults.crashed, 0);
  if (!results.complete)
    shown.push(
      html`<p class="banner bad" role="note"><strong>Incomplete.</strong> ${crashed > 0 ? `${countOf(crashed, 'episode')} crashed for good. The numbers leave them out.` : 'Sessions crashed before play or in another population: the findings say where.'}</p>`,
    );
  if ([results.parity, results.closedLoop?.parity].some((checked) => checked && !checked.equal))
    shown.push(
      html`<p class="banner bad" role="note"><strong>The two desks differ.</strong> The browser did not give the traces of the in-process desk.</p>`,
    );
  const closed = closedGates(results);
  if (closed) shown.push(html`<p class="banner" role="note"><strong>${closed.headline}</strong> ${closed.reason}</p>`);
  return shown;
}
