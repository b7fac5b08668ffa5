import { z } from 'zod';
import { actionTarget } from '../../../harness/contract/action.ts';
import type { Catalog } from '../../../harness/contract/catalog.ts';
import { flowEnds } from '../../../harness/contract/flow-ends.ts';
import type { Procedure } from '../../../harness/contract/procedure.ts';

/** A way from one action to another; `condition` names what the chart puts between them. */
export interface FlowStep {
  readonly to: number;
  readonly condition: string | null;
}

/** A procedure's flow between its actions; conditions lie on the steps. Nodes are numbered as the chart names them. */
export interface FlowChart {
  /** `actionTarget` → node; transfers and closes stand there by their kind alone. */
  readonly nodes: ReadonlyMap<string, number>;
  readonly steps: readonly (readonly FlowStep[])[];
  /** Nodes that lead here, whatever the condition. */
  readonly before: readonly (readonly number[])[];
  /** Node where the flow begins: the first named one that nothing leads to. */
  readonly start: number;
  /** Steps from node to node, -1 where no way leads. Shape: [nodes][nodes]. */
  readonly distances: readonly Int16Array[];
  /** Steps from the start, -1 where no way leads. Shape: [nodes]. */
  readonly depths: Int16Array;
}

/** What is known of a catalog's flow charts, by procedure. */
export type FlowCharts = ReadonlyMap<string, FlowChart>;

/** Conditions that a knowledge base decides; all others are the customer's to decide. */
const OUTCOME = /query|result|availab|succe|fail|found|missing|error|valid|reject|approv/;
const DESK_ACTS: readonly string[] = ['transfer', 'close'];

/** The flow charts of the procedures that have one. */
export function flowCharts(catalog: Catalog): FlowCharts {
  return new Map(
    catalog.procedures.flatMap((procedure) => {
      const chart = flowChart(procedure, catalog);
      return chart ? [[procedure.id, chart]] : [];
    }),
  );
}

/** The flow chart of a procedure, or null where it has none. */
function flowChart(procedure: Procedure, { desk }: Pick<Catalog, 'desk'>): FlowChart | null {
  const { flow } = procedure;
  const targets = targetsOf(procedure, desk.replies);
  const names = [...new Set(flow.flatMap(({ from, to }) => [from, to]))];
  const acts = names.filter((name) => targets.has(name));
  if (acts.length === 0) return null;
  const chart = new Contraction(flow, acts);
  const steps = acts.map((name) => chart.stepsFrom(name));
  const entered = new Set(flow.map(({ to }) => to));
  for (const name of names)
    if (!targets.has(name) && !entered.has(name)) joinLoose(name, chart.stepsFrom(name), steps, acts, targets);
  // What only a loose condition led to has something before it by now. A ring has no root: it begins where it is named first.
  const start = beforeOf(steps).findIndex((before, node) => before.length === 0 && !entered.has(acts[node]!));
  return chartOf(
    acts.map((name) => targets.get(name)!),
    steps,
    Math.max(0, start),
  );
}

/** What the names of a flow do: replies, `form/button` and buttons. Other names are conditions. */
function targetsOf(procedure: Procedure, common: Catalog['desk']['replies']) {
  const { replies, screens } = procedure;
  const targets = new Map(DESK_ACTS.map((name) => [name, name]));
  for (const { buttons } of screens) for (const { id } of buttons) targets.set(id, `click_control button:${id}`);
  for (const [name, { form, button }] of flowEnds(procedure))
    targets.set(name, actionTarget({ kind: 'submit_form', form, button, values: {} }));
  for (const { id, text } of [...common, ...replies])
    targets.set(id, actionTarget({ kind: 'send_text', reply: id, text }));
  return targets;
}

/** A flow whose conditions become properties of the steps through them. */
class Contraction {
  readonly #after = new Map<string, string[]>();
  readonly #nodes: ReadonlyMap<string, number>;

  constructor(flow: Procedure['flow'], acts: readonly string[]) {
    this.#nodes = new Map(acts.map((name, at) => [name, at]));
    for (const { from, to } of flow) this.#after.set(from, [...(this.#after.get(from) ?? []), to]);
  }

  /** Steps to the acts behind a name; the last condition on the way names the step. */
  stepsFrom(name: string, seen: ReadonlySet<string> = new Set()): FlowStep[] {
    const condition = this.#nodes.has(name) ? null : name;
    return (this.#after.get(name) ?? []).flatMap((next) => {
      const to = this.#nodes.get(next);
      if (to !== undefined) return [{ to, condition }];
      return seen.has(next) ? [] : this.stepsFrom(next, new Set([...seen, next]));
    });
  }
}

/**
 * Puts a condition that nothing leads to behind the acts that lead nowhere: an outcome behind forms, the
 * customer's answer behind replies. Charts whose nodes have one successor each are written so.
 */
function joinLoose(
  condition: string,
  behind: readonly FlowStep[],
  steps: FlowStep[][],
  acts: readonly string[],
  targets: ReadonlyMap<string, string>,
): void {
  const isForm = (name: string) => targets.get(name)!.startsWith('submit_form');
  const isOpen = (at: number) => steps[at]!.every((step) => step.condition !== null);
  const fitting = acts.flatMap((name, at) => (isOpen(at) && isForm(name) === OUTCOME.test(condition) ? [at] : []));
  for (const at of fitting) steps[at]!.push(...behind.filter(({ to }) => to !== at));
}

/** A chart from the `actionTarget` of its nodes, the steps between them and where it begins. */
export function chartOf(targets: readonly string[], steps: readonly (readonly FlowStep[])[], start: number): FlowChart {
  const distances = targets.map((_, node) => distancesFrom(node, steps));
  return {
    nodes: new Map(targets.map((target, node) => [target, node])),
    steps,
    before: beforeOf(steps),
    start,
    distances,
    depths: distances[start]!,
  };
}

function beforeOf(steps: readonly (readonly FlowStep[])[]): number[][] {
  return steps.map((_, node) => steps.flatMap((_, from) => (leads(steps, from, node) ? [from] : [])));
}

function leads(steps: readonly (readonly FlowStep[])[], from: number, to: number): boolean {
  return from !== to && steps[from]!.some((step) => step.to === to);
}

function distancesFrom(start: number, steps: readonly (readonly FlowStep[])[]): Int16Array {
  const distances = new Int16Array(steps.length).fill(-1);
  distances[start] = 0;
  const queue = [start];
  for (let at = 0; at < queue.length; at++)
    for (const { to } of steps[queue[at]!]!)
      if (distances[to] === -1) {
        distances[to] = distances[queue[at]!]! + 1;
        queue.push(to);
      }
  return distances;
}

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
