import { type Action, actionTarget } from '../contract/action.ts';
import type { Catalog } from '../contract/catalog.ts';
import { isCritical } from '../contract/critical.ts';

/** Whether an action is critical while a procedure (by id, or none) is open. */
export type Criticality = (action: Action, openProcedure: string | null) => boolean;

/** The catalog's criticality with every answer remembered: it depends on the action's target only. */
export function createCriticality(catalog: Catalog): Criticality {
  const known = new Map<string | null, Map<string, boolean>>();
  return (action, openProcedure) => {
    let targets = known.get(openProcedure);
    if (!targets) {
      targets = new Map();
      known.set(openProcedure, targets);
    }
    const target = actionTarget(action);
    let critical = targets.get(target);
    if (critical === undefined) {
      critical = isCritical(action, catalog, openProcedure);
      targets.set(target, critical);
    }
    return critical;
  };
}
