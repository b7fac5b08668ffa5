import { parse, View } from 'vega';
import { compile } from 'vega-lite';
import { PLOT_CONFIG } from '../plot-theme.ts';
import { type Plot, SILENT } from '../render-plot.ts';

interface Item {
  readonly marktype?: string;
  readonly role?: string;
  readonly name?: string;
  readonly items?: readonly Item[];
  readonly x?: number;
  readonly y?: number;
  readonly x2?: number;
  readonly y2?: number;
  readonly width?: number;
  readonly height?: number;
}

/** Marks of a plot that lie outside the panel in which they are drawn, in words; for tests. Axes, legends and titles stand around it. */
export async function marksOutside({ spec }: Plot): Promise<string[]> {
  const view = new View(parse(compile({ ...spec, config: PLOT_CONFIG }, { logger: SILENT }).spec), {
    renderer: 'none',
  });
  await view.runAsync();
  const found: string[] = [];
  const root = view.scenegraph() as unknown as { readonly root: Item };
  visit(root.root, found);
  view.finalize();
  return found;
}

function visit(mark: Item, found: string[]): void {
  for (const group of mark.items ?? [])
    if (group.items)
      for (const inner of group.items) {
        if (inner.marktype === 'group') visit(inner, found);
        else if (inner.role === 'mark') check(inner, group, found);
      }
}

function check(mark: Item, { width = 0, height = 0 }: Item, found: string[]): void {
  const outside = (value: number | undefined, end: number) => value !== undefined && !(value >= -1 && value <= end + 1);
  for (const { x, y, x2, y2 } of mark.items ?? [])
    if ([x, x2].some((at) => outside(at, width)) || [y, y2].some((at) => outside(at, height)))
      found.push(`${mark.marktype} ${mark.name} at ${x}, ${y} (to ${x2}, ${y2}) in ${width} × ${height}`);
}
