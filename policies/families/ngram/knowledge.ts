import type { Catalog } from '../../../harness/contract/catalog.ts';
import type { Example } from '../../../harness/contract/policy.ts';
import { candidates } from '../../screens/features/candidates.ts';
import { type FlowCharts, flowCharts } from '../../screens/features/flow-chart.ts';

/** What names of procedures begin with, among those of actions. */
export const PROCEDURE = 'procedure ';

/** What a policy knows besides its weights. */
export interface Knowledge {
  readonly charts: FlowCharts;
  /** Actions that examples offered, and procedures that they had open, as `procedure ID`: these go by their name. */
  readonly seen: ReadonlySet<string>;
}

/** Knowledge for training: also what belongs to one procedure only. */
export interface Learned extends Knowledge {
  /** What was seen under one procedure only: its weights say nothing of any other. */
  readonly local: ReadonlySet<string>;
}

/** What can be known before training: the flow charts and which names occur where. */
export function learnKnowledge(examples: readonly Example[], catalog: Catalog | undefined): Learned {
  const places = new Map<string, Set<string>>();
  const note = (name: string, procedure: string) => {
    const known = places.get(name);
    if (known) known.add(procedure);
    else places.set(name, new Set([procedure]));
  };
  for (const { screen } of examples) {
    const procedure = screen.procedure?.id ?? '';
    note(`${PROCEDURE}${procedure}`, procedure);
    for (const { target } of candidates(screen)) note(target, procedure);
    for (const entry of screen.timeline) note(entry.target, procedure);
  }
  return {
    charts: catalog ? flowCharts(catalog) : new Map(),
    seen: new Set(places.keys()),
    local: new Set([...places].flatMap(([name, procedures]) => (procedures.size === 1 ? [name] : []))),
  };
}
