/**
 * Numerators and denominators of one ratio, one entry a session. The session is the cluster: its steps
 * depend on one another, sessions do not, unless `cases` says which of them are of one case.
 */
export interface SessionSums {
  readonly numerators: ArrayLike<number>;
  readonly denominators: ArrayLike<number>;
  /** The case of each entry: entries of one case are one cluster. Absent: each entry is a case of its own. */
  readonly cases?: readonly string[];
}

/** Sums that say which session each entry is of. Only such sums can be paired: equal places need not be equal sessions. */
export interface KeyedSums extends SessionSums {
  /** Distinct ids, one for each entry. */
  readonly sessions: readonly string[];
}

/** Totals of a ratio, and how many sessions have a denominator at all. */
export interface Totals {
  readonly numerator: number;
  readonly denominator: number;
  readonly sessions: number;
}

/** Throws: where the two lists differ in length or a sum is negative or not finite. */
export function totalsOf({ numerators, denominators }: SessionSums): Totals {
  if (numerators.length !== denominators.length)
    throw new Error(`${numerators.length} numerators do not fit ${denominators.length} denominators.`);
  let numerator = 0;
  let denominator = 0;
  let sessions = 0;
  for (let i = 0; i < numerators.length; i++) {
    const n = numerators[i] as number;
    const d = denominators[i] as number;
    if (!(n >= 0 && d >= 0 && n < Infinity && d < Infinity) || (d === 0 && n > 0))
      throw new Error(
        `Session number ${i} adds ${n} / ${d} to a ratio: sums must be finite, and 0 where nothing counts.`,
      );
    numerator += n;
    denominator += d;
    if (d > 0) sessions++;
  }
  return { numerator, denominator, sessions };
}

/** One entry a case, in the order in which cases first occur. */
export function sumsByCase(sums: SessionSums): SessionSums {
  const { numerators, denominators, cases } = sums;
  if (!cases || new Set(cases).size === cases.length) return sums;
  const places = new Map<string, number>();
  const merged = { numerators: [] as number[], denominators: [] as number[] };
  for (const [i, name] of cases.entries()) {
    const at = places.get(name) ?? places.size;
    places.set(name, at);
    merged.numerators[at] = (merged.numerators[at] ?? 0) + (numerators[i] as number);
    merged.denominators[at] = (merged.denominators[at] ?? 0) + (denominators[i] as number);
  }
  return merged;
}

/** Two arms' sums over the same sessions, entry by entry. */
export interface PairedSums {
  readonly arm: KeyedSums;
  readonly baseline: KeyedSums;
  /** Sessions that only one of the arms has: they are in neither of the two sums. */
  readonly unpaired: number;
}

/** Brings two arms' sums together by session. Throws: where an arm's ids do not fit its entries, or one is in it twice. */
export function pairSums(arm: KeyedSums, baseline: KeyedSums): PairedSums {
  const placeOf = placesById(baseline);
  placesById(arm);
  const pairs = arm.sessions.flatMap((id, ours) => {
    const theirs = placeOf.get(id);
    return theirs === undefined ? [] : [{ ours, theirs }];
  });
  const ours = pairs.map((pair) => pair.ours);
  const paired = pick(arm, ours);
  const other = pick(
    baseline,
    pairs.map((pair) => pair.theirs),
  );
  const cases = paired.cases ?? other.cases;
  return {
    arm: { ...paired, ...(cases && { cases }) },
    baseline: { ...other, ...(cases && { cases }) },
    unpaired: arm.sessions.length + baseline.sessions.length - 2 * pairs.length,
  };
}

function placesById({ sessions, numerators }: KeyedSums): Map<string, number> {
  if (sessions.length !== numerators.length)
    throw new Error(`${sessions.length} session ids do not fit ${numerators.length} sums: give one for each.`);
  const places = new Map(sessions.map((id, at) => [id, at]));
  if (places.size < sessions.length)
    throw new Error(`Sums of ${sessions.length} sessions hold only ${places.size} ids: sessions must be distinct.`);
  return places;
}

function pick({ sessions, numerators, denominators, cases }: KeyedSums, places: readonly number[]): KeyedSums {
  return {
    sessions: places.map((place) => sessions[place]!),
    numerators: Float64Array.from(places, (place) => numerators[place]!),
    denominators: Float64Array.from(places, (place) => denominators[place]!),
    ...(cases && { cases: places.map((place) => cases[place]!) }),
  };
}
