import { countOf, formatCount, formatNumber, formatValue } from '../../../present/format-value.ts';
import type { Results } from '../../../results/schema.ts';
import { type HtmlValue, html, type Markup, trustedMarkup } from '../markup.ts';

/** Data, models, settings and versions, and how to run it again. */
export function provenance(results: Results): Markup {
  return html`<section><h2>Data and models</h2><div class="pair"><div class="panel"><h3>Dataset</h3>${facts(dataset(results))}</div><div class="panel"><h3>Models</h3>${facts(models(results))}</div></div>
${importNotes(results)}</section>
<section><h2>Run</h2><div class="panel">${facts(run(results))}</div>
${results.notes.length > 0 ? html`<h3 style="margin-top:20px">Notes</h3><ul class="plain">${results.notes.map((note) => html`<li>${note}</li>`)}</ul>` : null}</section>
<section><h2>Run it again</h2><p class="lead">The same code, data and seed give the same numbers on any machine, whatever the number of workers.</p>
<pre><code>${results.run.command}</code></pre><p>${download(results)}</p></section>`;
}

type Fact = readonly [string, HtmlValue];

function facts(list: readonly Fact[]): Markup {
  return html`<dl class="facts-list">${list.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

function dataset({ dataset: data, split, parity }: Results): Fact[] {
  return [
    ['name', data.name],
    ['source', data.source],
    [
      'size',
      `${countOf(data.sessions, 'session')}, ${countOf(data.steps, 'step')}, ${countOf(data.procedures, 'procedure')}`,
    ],
    [
      'split by session',
      Object.entries(split)
        .map(([part, sessions]) => `${part} ${formatCount(sessions)}`)
        .join(' · '),
    ],
    ['hash', html`<code>${data.hash}</code>`],
    [
      'desk parity',
      parity === null
        ? 'not checked'
        : `${parity.equal ? 'same' : 'DIFFERENT'} traces in browser and in process: ${countOf(parity.sessions, 'session')}, ${countOf(parity.steps, 'step')}`,
    ],
  ];
}

function models({ models: used, classification, run: { providers } }: Results): Fact[] {
  const list: Fact[] = [
    ['policy', `${used.policy} (on ${providers.policy})`],
    ['critic', `${used.critic} (on ${providers.critic})`],
    ['gate', used.gate],
  ];
  if (classification)
    list.push(
      [
        'as a classifier',
        `accuracy ${formatValue('share', classification.accuracy)}, weighted F1 ${formatValue('share', classification.weightedF1)}; majority label ${formatValue('share', classification.majorityAccuracy)}`,
      ],
      [
        'on',
        `${countOf(classification.examples, 'example')}, ${countOf(classification.labels, 'label')}: ${classification.rule}`,
      ],
    );
  return list;
}

function run({ run: info }: Results): Fact[] {
  const versions = Object.entries(info.dependencies).map(([name, version]) => `${name} ${version}`);
  return [
    ['seed', info.seed],
    ['started', info.startedAt],
    ['took', `${formatNumber(info.durationMs / 1000, 1)} s`],
    ['Deskbench', info.deskbench],
    [
      'git',
      info.git
        ? html`<code>${info.git.commit}</code> ${info.git.dirty ? 'with uncommitted changes' : ''}`
        : 'not a checkout',
    ],
    ['Node', `${info.node} on ${info.platform}`],
    ['libraries', versions.join(' · ')],
  ];
}

function importNotes({ dataset: { importNotes: notes } }: Results): Markup {
  if (notes.length === 0) return html`<p class="note" style="margin-top:12px">The import left nothing out.</p>`;
  return html`<details open><summary>What the import could not map or changed</summary><div class="table words" role="region" aria-label="Import notes" tabindex="0"><table><caption><span>Causes with their counts.</span></caption>
<thead><tr><th scope="col">cause</th><th scope="col" class="number">count</th></tr></thead><tbody>${notes.map((note) => html`<tr><td>${note.cause}</td><td class="number">${formatCount(note.count)}</td></tr>`)}</tbody></table></div></details>`;
}

/** Results inside the page. As base64, since JSON may hold what ends an element. */
function download(results: Results): Markup {
  const data = Buffer.from(JSON.stringify(results), 'utf8').toString('base64');
  return html`<a download="results.json" href="data:application/json;base64,${trustedMarkup(data)}">results.json</a> (in this page)`;
}
