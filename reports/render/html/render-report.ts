import { closedGates, reasonOnce } from '../../present/closed-gates.ts';
import { noisePoints } from '../../present/noise-points.ts';
import type { Results } from '../../results/schema.ts';
import { html, trustedMarkup } from './markup.ts';
import { closedLoopSection } from './sections/closed-loop.ts';
import { gateTable } from './sections/gate-table.ts';
import { keyFigures } from './sections/key-figures.ts';
import { measures } from './sections/measures.ts';
import { outcomeTable } from './sections/outcome-table.ts';
import { pageHead } from './sections/page-head.ts';
import { plotGrid } from './sections/plot-grid.ts';
import { populationsSection } from './sections/populations.ts';
import { provenance } from './sections/provenance.ts';
import { STYLE } from './style.ts';

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * One self-contained page on a run: opens from disk, holds no script and loads nothing. The same results give the same
 * bytes.
 */
export async function renderReport(results: Results): Promise<string> {
  const points = noisePoints(results);
  const once = reasonOnce(closedGates(results)?.told);
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trustedMarkup(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Deskbench · ${results.experiment}</title>
<style>${trustedMarkup(STYLE)}</style></head>
<body>${pageHead(results)}
<main>
${populationsSection(results)}
${keyFigures(results, points)}
${points.length > 0 ? outcomeTable(results, points) : null}
${await closedLoopSection(results.closedLoop, once)}
${await plotGrid(results, points)}
${gateTable(points, once)}
${measures(results, points)}
${provenance(results)}
<footer>Deskbench ${results.run.deskbench} · results format ${results.version}</footer>
</main></body></html>
`;
  return page.text;
}
