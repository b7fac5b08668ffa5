import { z } from 'zod';
import { chartOf, type FlowCharts } from './flow-chart.ts';

const chartSchema = z
  .strictObject({
    targets: z.array(z.string()).min(1),
    steps: z.array(z.array(z.strictObject({ to: z.int().nonnegative(), condition: z.string().nullable() }))),
    start: z.int().nonnegative(),
  })
  .refine(
    ({ targets, steps, start }) =>
      steps.length === targets.length && start < targets.length && steps.flat().every(({ to }) => to < targets.length),
    { error: 'is no chart' },
  );

/** Flow charts as a file holds them, by procedure. */
export const storedChartsSchema = z.record(z.string(), chartSchema);
type StoredCharts = z.infer<typeof storedChartsSchema>;

/** Flow charts for a file. */
export function storedCharts(charts: FlowCharts): StoredCharts {
  return Object.fromEntries(
    [...charts].map(([id, { nodes, steps, start }]) => [
      id,
      { targets: [...nodes.keys()], steps: steps.map((list) => [...list]), start },
    ]),
  );
}

/** Flow charts from a file. */
export function readCharts(stored: StoredCharts): FlowCharts {
  return new Map(Object.entries(stored).map(([id, { targets, steps, start }]) => [id, chartOf(targets, steps, start)]));
}
