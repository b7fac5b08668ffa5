import { z } from 'zod';

/** Version of the published format. A change that breaks readers raises it. */
export const FIGURES_VERSION = 2;

const finite = z.number();
const count = z.int().nonnegative();

/** A number with its 95 % interval; nulls where it cannot be told. */
const rangedSchema = z.strictObject({
  estimate: finite.nullable(),
  low: finite.nullable(),
  high: finite.nullable(),
  /**
   * How many sessions it is over: those that have anything to divide by; or how many of what its column says that it
   * is over. Absent: not told.
   */
  of: count.optional(),
});
export type Ranged = z.infer<typeof rangedSchema>;

/** Null: nothing to say. Text stands in text columns, numbers and ranged numbers in all others. */
const figureCellSchema = z.union([z.string(), finite, z.null(), rangedSchema]);
export type FigureCell = z.infer<typeof figureCellSchema>;

const FIGURE_UNITS = ['text', 'share', 'points', 'change', 'slope', 'score', 'ms', 'count', 'rate'] as const;

const figureColumnSchema = z.strictObject({
  /** Unique in the table; the CSV's heading, with `_low` and `_high` beside it where the column is ranged. */
  id: z.string(),
  title: z.string(),
  /**
   * `share` in [0, 1], shown in per cent; `points` a difference of shares in [−1, 1], shown in points of per cent;
   * `change` relative to something else, in per cent, and `slope` a share's rise for each step of something, in points
   * of per cent, both without limit; `score` a plain number with up to three decimals; `rate` per second.
   */
  unit: z.enum(FIGURE_UNITS),
  ranged: z.boolean(),
  /** Whether two equal runs may differ in it, as in times. */
  measured: z.boolean(),
  /** One of what its estimates are over, such as `run`. Absent: sessions. */
  over: z.string().optional(),
  /** What it means, where its title alone does not say. */
  definition: z.string().optional(),
  /** Left out of the terminal and of the page's first view. */
  detail: z.boolean().optional(),
});
export type FigureColumn = z.infer<typeof figureColumnSchema>;

const figureTableSchema = z.strictObject({
  /** Unique in the report; names the CSV file. */
  id: z.string(),
  title: z.string(),
  /** How to read it, in one or two sentences. */
  caption: z.string(),
  columns: z.array(figureColumnSchema),
  rows: z.array(
    z.strictObject({
      /** `published` rows are others' figures, on other data; `reason` rows say why there is no figure. */
      kind: z.enum(['measured', 'published', 'reason']),
      /** Left out of the terminal and of the page's first view. */
      detail: z.boolean().optional(),
      cells: z.record(z.string(), figureCellSchema),
    }),
  ),
  /** Whether it is shown on the terminal; all tables are in the page and the files. */
  terminal: z.boolean(),
  /** Whether the page shows it closed, below all others, until it is asked for. */
  detail: z.boolean().optional(),
});
export type FigureTable = z.infer<typeof figureTableSchema>;

const rangeSchema = z.strictObject({ low: finite, high: finite }).optional();

const curveSchema = z.strictObject({
  label: z.string(),
  /** `xRange` and `yRange`: 95 % intervals; `xRange` of `points` only, `yRange` of `points`, `bands` and `heat-map`. */
  points: z.array(z.strictObject({ x: finite, y: finite, xRange: rangeSchema, yRange: rangeSchema })),
  /** The point of it that is in use, such as a gate's threshold. Of `risk-coverage` only. */
  mark: z.strictObject({ x: finite, y: finite }).optional(),
});

/** What the plot's values are held against: a rule where both ends are equal, else a band. */
const referenceSchema = z.strictObject({ axis: z.enum(['x', 'y']), from: finite, to: finite, label: z.string() });

/**
 * Lines over a common axis, points that are joined by nothing, shares with their intervals as bands, or a map of shares:
 * there each curve is a row, and its points are the row's cells.
 */
const figurePlotSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['risk-coverage', 'calibration', 'lines', 'points', 'bands', 'heat-map']),
  title: z.string(),
  caption: z.string(),
  /** Titles of the axes, with units; `risk-coverage` and `calibration` name their own. */
  axes: z.strictObject({ x: z.string(), y: z.string() }).optional(),
  /** Where x counts places and is no quantity, what stands at 0, 1, …; a line feed begins a new line. Of `bands` and `heat-map`. */
  places: z.array(z.string()).optional(),
  /** Of `points`: those of a curve are joined, and the y axis shows only where they lie, 0 or not. */
  joined: z.boolean().optional(),
  references: z.array(referenceSchema).optional(),
  curves: z.array(curveSchema),
});
export type FigurePlot = z.infer<typeof figurePlotSchema>;

/** A figure that readers look for first. */
const figureCardSchema = z.strictObject({
  title: z.string(),
  unit: z.enum(FIGURE_UNITS),
  /** The first is shown large, the others below it. */
  values: z.array(z.strictObject({ label: z.string(), value: rangedSchema })),
});
export type FigureCard = z.infer<typeof figureCardSchema>;

/** What a run leaves behind. */
export const figuresSchema = z.strictObject({
  format: z.literal('deskbench-figures'),
  version: z.literal(FIGURES_VERSION),
  experiment: z.string(),
  question: z.string(),
  /** False where something that was asked for could not be run. */
  complete: z.boolean(),
  run: z.strictObject({
    command: z.string(),
    seed: z.string(),
    startedAt: z.string(),
    durationMs: finite,
    deskbench: z.string(),
    node: z.string(),
    platform: z.string(),
    git: z.strictObject({ commit: z.string(), dirty: z.boolean() }).nullable(),
    dependencies: z.record(z.string(), z.string()),
  }),
  dataset: z.strictObject({
    name: z.string(),
    source: z.string(),
    hash: z.string(),
    sessions: count,
    steps: count,
    procedures: count,
  }),
  /** Who was trained and tested on what, in words. */
  split: z.string(),
  cards: z.array(figureCardSchema),
  findings: z.array(z.string()),
  notes: z.array(z.string()),
  tables: z.array(figureTableSchema),
  plots: z.array(figurePlotSchema),
});
export type Figures = z.infer<typeof figuresSchema>;

/** The JSON Schema of `figures.json`, as text that ends in a line feed; also in `docs/schemas/figures.schema.json`. */
export function figuresJsonSchema(): string {
  const title = `Deskbench figures.json, version ${FIGURES_VERSION}`;
  return `${JSON.stringify({ title, ...z.toJSONSchema(figuresSchema, { io: 'input' }) }, null, 2)}\n`;
}
