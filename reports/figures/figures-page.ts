import { countOf, formatNumber } from '../present/format-value.ts';
import { html, type Markup, trustedMarkup } from '../render/html/markup.ts';
import { renderPlot } from '../render/html/plots/render-plot.ts';
import { STYLE } from '../render/html/style.ts';
import { figurePlot } from './curves-plot.ts';
import { formatCell } from './format-cell.ts';
import type { FigureCard, FigureCell, FigureColumn, Figures, FigureTable, Ranged } from './schema.ts';
import { firstView } from './table.ts';

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** One self-contained page: no script, nothing loaded. The same figures give the same bytes. */
export async function figuresPage(figures: Figures): Promise<string> {
  const tables = figures.tables.filter(({ rows }) => rows.length > 0);
  const closed = tables.filter(({ detail }) => detail);
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trustedMarkup(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Deskbench · ${figures.experiment}</title>
<style>${trustedMarkup(STYLE)}</style></head>
<body>${head(figures)}
<main>
${tables.filter(({ detail }) => !detail).map(table)}
${await plots(figures)}
${closed.length > 0 ? html`<section><h2>In detail</h2>${closed.map(closedTable)}</section>` : null}
${provenance(figures)}
<footer>Deskbench ${figures.run.deskbench} · figures format ${figures.version}</footer>
</main></body></html>
`;
  return page.text;
}

function head({ experiment, question, dataset, split, run, cards, findings, complete }: Figures): Markup {
  const counts = [countOf(dataset.sessions, 'session'), countOf(dataset.procedures, 'procedure')];
  const facts = dataset.sessions === 0 ? [] : [`: ${counts.join(', ')}`];
  const missing = 'Something that was asked for could not be run; the tables say what.';
  return html`<header class="page">
<h1>Deskbench · ${experiment}</h1>
<p class="question">${question}</p>
<p class="facts">${dataset.name}${facts} · ${split} · seed ${run.seed}</p>
${complete ? null : html`<p class="banner bad" role="note"><strong>Incomplete.</strong> ${missing}</p>`}
${cards.length > 0 ? html`<ul class="cards" aria-label="Key figures">${cards.map(card)}</ul>` : null}
${findings.length > 0 ? html`<ul class="findings" aria-label="Findings">${items(findings.slice(0, FINDINGS_FIRST))}</ul>` : null}
${moreFindings(findings.slice(FINDINGS_FIRST))}
</header>`;
}

/** Those that stand open; tables come after them, and should be in reach. */
const FINDINGS_FIRST = 5;

function moreFindings(findings: readonly string[]): Markup | null {
  if (findings.length === 0) return null;
  const list = html`<ul class="findings more" aria-label="More findings">${items(findings)}</ul>`;
  return html`<details><summary>${countOf(findings.length, 'more finding')}</summary>${list}</details>`;
}

const items = (texts: readonly string[]): Markup[] => texts.map((text) => html`<li>${text}</li>`);

const described = (pairs: readonly (readonly [term: string, meaning: string])[]): Markup[] =>
  pairs.map(([term, meaning]) => html`<dt>${term}</dt><dd>${meaning}</dd>`);

function card({ title, unit, values: [first, ...others] }: FigureCard): Markup {
  const shown = (value: Ranged) => formatCell(value, { unit });
  const below = others.map(({ label, value }) => {
    const { value: text, interval } = shown(value);
    return html`<div class="then"><div class="range">${label}</div><b>${text}</b> <span class="range">${interval}</span></div>`;
  });
  const { value, interval } = first ? shown(first.value) : { value: '', interval: '' };
  const range = html`<div class="range">${interval}</div><div class="range">${first?.label ?? ''}</div>`;
  // The cards' lines stand in rows with each other.
  const rows = `grid-row: span ${4 + others.length}`;
  return html`<li class="card" style="${rows}"><div class="name">${title}</div><div class="value">${value}</div>${range}${below}</li>`;
}

/** A table that is closed until it is asked for. */
const closedTable = (whole: FigureTable): Markup =>
  html`<details id="${whole.id}"><summary>${whole.title}</summary>${views(whole)}</details>`;

const table = (whole: FigureTable): Markup =>
  html`<section id="${whole.id}"><h2>${whole.title}</h2>
${views(whole)}</section>`;

/** What is shown first, what the columns mean, and everything that there is. */
function views(whole: FigureTable): Markup {
  const { columns, rows } = whole;
  const shown = firstView(whole);
  const more = [
    ...(shown.columns.length < columns.length ? [countOf(columns.length, 'column')] : []),
    ...(shown.rows.length < rows.length ? [countOf(rows.length, 'row')] : []),
  ];
  const all =
    more.length === 0
      ? null
      : html`<details><summary>All ${more.join(' and ')}</summary>${grid({ ...whole, caption: '' })}</details>`;
  return html`${grid(shown)}${meanings(columns)}${all}`;
}

/** What the columns mean, for those whose titles do not say. */
function meanings(columns: readonly FigureColumn[]): Markup | null {
  const defined = columns.flatMap(({ title, definition }) =>
    definition === undefined ? [] : [[title, definition] as const],
  );
  if (defined.length === 0) return null;
  const list = html`<dl class="facts-list meanings">${described(defined)}</dl>`;
  return html`<details><summary>What the columns mean</summary>${list}</details>`;
}

function grid({ title, columns, rows, caption }: FigureTable): Markup {
  const [key, ...rest] = columns;
  if (!key) return html``;
  const heads = columns.map(
    ({ unit, definition, title }) =>
      html`<th scope="col" class="${unit === 'text' ? 'words' : ''}" title="${definition ?? ''}">${title}</th>`,
  );
  const lines = rows.map(({ kind, cells }) => {
    const values = rest.map((column) => cellOf(cells[column.id], column));
    const { value } = formatCell(cells[key.id], key);
    return html`<tr class="${kind}"><th scope="row" class="${lengthClass(value)}">${value}</th>${values}</tr>`;
  });
  return html`<div class="table figures" role="region" aria-label="${title}" tabindex="0"><table>
${caption === '' ? null : html`<caption><span>${caption}</span></caption>`}
<thead><tr>${heads}</tr></thead>
<tbody>${lines}</tbody></table></div>`;
}

function cellOf(cell: FigureCell | undefined, column: FigureColumn): Markup {
  const { value, interval } = formatCell(cell, column);
  const bounds = interval === '' ? null : html`<span class="bounds">${interval}</span>`;
  const of =
    cell !== null && typeof cell === 'object' && cell.of !== undefined
      ? `over ${countOf(cell.of, column.over ?? 'session')}`
      : '';
  const words = column.unit === 'text' ? `words ${lengthClass(value)}`.trim() : '';
  return html`<td class="${words}" title="${of}">${value}${bounds}</td>`;
}

/** Texts that stay on one line, so that short ones take no room from the figures. */
const SHORT_TEXT = 24;
const lengthClass = (text: string) => (text.length > SHORT_TEXT ? 'long' : '');

async function plots({ plots: wanted }: Figures): Promise<Markup | null> {
  const figures: Markup[] = [];
  for (const one of wanted) {
    const plot = figurePlot(one);
    if (plot) figures.push(await renderPlot(plot));
  }
  return figures.length === 0 ? null : html`<section><h2>Plots</h2><div class="plots">${figures}</div></section>`;
}

function provenance({ dataset, split, run, notes }: Figures): Markup {
  const facts = [
    [
      'dataset',
      `${dataset.name} (${dataset.source})${dataset.steps === 0 ? '' : `, ${countOf(dataset.steps, 'step')}`}`,
    ],
    ['hash', dataset.hash],
    ['split', split],
    ['started', run.startedAt],
    ['took', `${formatNumber(run.durationMs / 1000, 1)} s`],
    ['git', run.git ? `${run.git.commit}${run.git.dirty ? ' with uncommitted changes' : ''}` : 'not a checkout'],
    ['Node', `${run.node} on ${run.platform}`],
    [
      'libraries',
      Object.entries(run.dependencies)
        .map(([name, version]) => `${name} ${version}`)
        .join(' · '),
    ],
  ] as const;
  return html`<section><h2>Run</h2><div class="panel"><dl class="facts-list">${described(facts)}</dl></div>
${notes.length > 0 ? html`<h3 style="margin-top:20px">Notes</h3><ul class="plain">${items(notes)}</ul>` : null}</section>
<section><h2>Run it again</h2><pre><code>${run.command}</code></pre></section>`;
}
