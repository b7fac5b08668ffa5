/** A queue of Poisson arrivals and exponential service, in any unit of time. */
export interface Load {
  /** Arrivals a unit of time. */
  readonly arrivalRate: number;
  /** Services that one server completes in a unit of time. */
  readonly serviceRate: number;
  readonly servers: number;
}

/** What the closed form says of waiting. */
export interface Waiting {
  /** P(an arrival has to wait). */
  readonly waitShare: number;
  /** Mean wait over all arrivals, those that do not wait included. */
  readonly meanWait: number;
  /** P(an arrival waits at most so long). */
  within(time: number): number;
}

/**
 * Waiting in M/M/c. Without bound (∞) where the servers are too few; their share of all that comes is then below one.
 *
 * Throws: where a rate or the number of servers is out of range. Source: Erlang 1917; C from Erlang B by its recursion.
 */
export function erlangC({ arrivalRate, serviceRate, servers }: Load): Waiting {
  checkLoad({ arrivalRate, serviceRate, servers });
  const offered = arrivalRate / serviceRate;
  const utilisation = offered / servers;
  if (utilisation >= 1) return { waitShare: 1, meanWait: Number.POSITIVE_INFINITY, within: () => 0 };
  const blocked = erlangB(offered, servers);
  const waitShare = blocked / (1 - utilisation * (1 - blocked));
  const spare = servers * serviceRate - arrivalRate;
  return {
    waitShare,
    meanWait: waitShare / spare,
    within: (time) => (time < 0 ? 0 : 1 - waitShare * Math.exp(-spare * time)),
  };
}

/** P(an arrival finds every server busy and is lost) in M/M/c/c. Source: Erlang 1917, by the recursion over servers. */
export function erlangB(offered: number, servers: number): number {
  let blocked = 1;
  for (let i = 1; i <= servers; i++) blocked = (offered * blocked) / (i + offered * blocked);
  return blocked;
}

export function checkLoad({ arrivalRate, serviceRate, servers }: Load): void {
  if (!(arrivalRate >= 0 && serviceRate > 0 && Number.isFinite(arrivalRate) && Number.isFinite(serviceRate)))
    throw new Error(`Arrivals at ${arrivalRate} and services at ${serviceRate} are no load: give rates from 0 up.`);
  if (!Number.isSafeInteger(servers) || servers < 1)
    throw new Error(`${servers} servers are no pool: give a whole number from 1 up.`);
}
