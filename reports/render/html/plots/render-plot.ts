import type { TopLevelSpec } from 'vega-lite';
import { html, type Markup, trustedMarkup } from '../markup.ts';
import { PLOT_CONFIG } from './plot-theme.ts';

/** A plot with the words that stand around it. */
export interface Plot {
  /** Unique in the page; letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  /** What to read from it, in one or two sentences. */
  readonly caption: string;
  /** The same as the picture, in words, for those who do not see it. */
  readonly description: string;
  readonly spec: TopLevelSpec;
}

/** One layer of a plot. */
export type Layer = Extract<TopLevelSpec, { layer: unknown }>['layer'][number];

/** A figure with the plot as SVG. Call one after the other: the numbering of definitions is global in vega. */
export async function renderPlot(plot: Plot): Promise<Markup> {
  // Read where the first plot is drawn: it takes as long as all else that a command reads.
  const [{ parse, resetSVGDefIds, View }, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  const { spec } = compile({ ...plot.spec, config: PLOT_CONFIG }, { logger: SILENT });
  resetSVGDefIds();
  const view = new View(parse(spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  const caption = html`<figcaption><h3>${plot.title}</h3><p>${plot.caption}</p></figcaption>`;
  return html`<figure class="plot" id="${plot.id}">${caption}${accessible(svg, plot)}</figure>`;
}

/** One picture with one description; identifiers made the plot's own, since a page holds several. */
function accessible(svg: string, plot: Plot): Markup {
  const label = html`role="img" aria-label="${plot.description}"`.text;
  const own = svg
    .replace(/ (?:role|aria-roledescription|aria-hidden)="[^"]*"/g, '')
    .replace(/ id="([^"]*)"/g, ` id="${plot.id}-$1"`)
    .replace(/url\(#([^)]*)\)/g, `url(#${plot.id}-$1)`);
  return trustedMarkup(own.replace('<svg ', () => `<svg ${label} `));
}

/** Keeps vega-lite quiet, save for what cannot be drawn. */
export const SILENT = {
  level: () => SILENT,
  error: (message: string) => {
    throw new Error(`A plot cannot be drawn: ${message}`);
  },
  warn: () => SILENT,
  info: () => SILENT,
  debug: () => SILENT,
};
