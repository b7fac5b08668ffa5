import type { OperatorState, PooledCase, PoolState } from './pool-state.ts';

/** Which waiting session an operator takes next: one of the operator's own or, where there is room, one that is nobody's. */
export function nextCase(pool: PoolState, operator: OperatorState): PooledCase | null {
  const own = head(pool, operator.waiting);
  const fresh = hasRoom(pool, operator) ? head(pool, pool.waiting) : null;
  if (own === null || fresh === null) return own ?? fresh;
  return urgency(pool, fresh) > urgency(pool, own) ? fresh : own;
}

/** Which operator takes a session that is nobody's: the one with the fewest, then the one idle for longest; null where none can. */
export function freeOperator(pool: PoolState): OperatorState | null {
  let best: OperatorState | null = null;
  for (const operator of pool.operators) {
    if (operator.current !== null || !hasRoom(pool, operator)) continue;
    if (best === null || operator.open < best.open) best = operator;
    else if (operator.open === best.open && operator.idleSinceMs < best.idleSinceMs) best = operator;
  }
  return best;
}

function hasRoom({ settings }: PoolState, { open }: OperatorState): boolean {
  return settings.ownership === 'hand-off' || open < settings.sessionsPerOperator;
}

function head(pool: PoolState, waiting: ReadonlySet<PooledCase>): PooledCase | null {
  let best: PooledCase | null = null;
  for (const one of waiting) {
    if (pool.settings.order === 'fifo') return one;
    if (best === null || urgency(pool, one) > urgency(pool, best)) best = one;
  }
  return best;
}

/** How long it has waited: this time, or over all waits. */
function urgency({ settings, clock }: PoolState, { waitingSinceMs, waitedMs }: PooledCase): number {
  const now = clock.nowMs - (waitingSinceMs ?? clock.nowMs);
  return settings.order === 'fifo' ? now : now + waitedMs;
}
