import type { Session } from '../../contract/session.ts';
import { quantile, sumOf } from '../../shared/numbers.ts';

/** Typical times of a log, in milliseconds; null where there are none. */
export interface TimeSurvey {
  /** From the session's start to its last act or message, over sessions with steps. */
  readonly elapsedMs: TypicalTimes | null;
  /** Active time of a session all of whose steps have one. */
  readonly activeMs: TypicalTimes | null;
  /** Active time of a step that has one. */
  readonly stepMs: TypicalTimes | null;
  readonly steps: number;
  /** Steps without active time (`null`). */
  readonly untimedSteps: number;
  /** What cannot well be, in words, worst first. Empty where nothing stands out. */
  readonly implausible: readonly string[];
}

export type TypicalTimes = NonNullable<ReturnType<typeof typicalOf>>;

const SECOND_MS = 1000;
const HOUR_MS = 3600 * SECOND_MS;
const DAY_MS = 24 * HOUR_MS;
/** A median step below this is no human's: reading a line takes longer. STAR's median is 5 s. */
const SHORTEST_STEP_MS = 300;
/** A median above this is a day's work in one session, or another unit. */
const LONGEST_MEDIAN_MS = DAY_MS;
/** A single session beyond this is named. */
const LONGEST_SESSION_MS = 30 * DAY_MS;
/** A single step's active time beyond this is named. */
const LONGEST_STEP_MS = 8 * HOUR_MS;
/** Active time may exceed elapsed time by so much, since logs round. */
const ROUNDING_MS = SECOND_MS;

/** Typical times of sessions, and what of them cannot well be: seconds given as milliseconds, active time above elapsed time, years. */
export function surveyTimes(sessions: readonly Session[]): TimeSurvey {
  const worked = sessions.filter(({ steps }) => steps.length > 0);
  const steps = worked.flatMap((session) => session.steps);
  const stepMs = steps.flatMap(({ activeMs }) => activeMs ?? []);
  const typical = {
    elapsedMs: typicalOf(worked.map(elapsedOf)),
    activeMs: typicalOf(worked.filter(isTimed).map(activeOf)),
    stepMs: typicalOf(stepMs),
  };
  return {
    ...typical,
    steps: steps.length,
    untimedSteps: steps.length - stepMs.length,
    implausible: [...wrongUnits(typical), ...sessionDoubts(worked)],
  };
}

const isTimed = ({ steps }: Session) => steps.every(({ activeMs }) => activeMs !== null);
const activeOf = ({ steps }: Session) => sumOf(steps, ({ activeMs }) => activeMs ?? 0);
const elapsedOf = ({ steps, closing }: Session) => Math.max(steps.at(-1)?.atMs ?? 0, closing.at(-1)?.atMs ?? 0);

function typicalOf(times: number[]) {
  if (times.length === 0) return null;
  const sorted = times.sort((a, b) => a - b);
  const [tenth, median, ninetieth] = [0.1, 0.5, 0.9].map((p) => quantile(sorted, p)) as [number, number, number];
  return { count: times.length, tenth, median, ninetieth };
}

function wrongUnits({ elapsedMs, stepMs }: Pick<TimeSurvey, 'elapsedMs' | 'stepMs'>): string[] {
  const found: string[] = [];
  if (stepMs && stepMs.median < SHORTEST_STEP_MS)
    found.push(
      [
        `half of the steps take less than ${timeInWords(SHORTEST_STEP_MS)} of active time (median`,
        `${timeInWords(stepMs.median)}): are these seconds, where milliseconds are asked for?`,
      ].join(' '),
    );
  else if (!stepMs && elapsedMs && elapsedMs.median < SECOND_MS)
    found.push(
      [
        `half of the sessions are over within a second (median ${timeInWords(elapsedMs.median)}):`,
        'are these seconds, where milliseconds are asked for?',
      ].join(' '),
    );
  if (elapsedMs && elapsedMs.median > LONGEST_MEDIAN_MS)
    found.push(
      [
        `half of the sessions take more than a day (median ${timeInWords(elapsedMs.median)}):`,
        'are these microseconds, or times of day, where milliseconds from the session’s start are asked for?',
      ].join(' '),
    );
  return found;
}

function sessionDoubts(sessions: readonly Session[]): string[] {
  const named = (words: string, doubtful: readonly Session[]) => {
    const [first] = doubtful;
    if (!first) return [];
    const examples = doubtful.slice(0, 3).map(({ id }) => id);
    return [`${doubtful.length} of ${sessions.length} sessions ${words}, such as ${examples.join(', ')}`];
  };
  return [
    ...named(
      'have more active time than time',
      sessions.filter((session) => activeOf(session) > elapsedOf(session) + ROUNDING_MS * session.steps.length),
    ),
    ...named(
      `have a step of more than ${timeInWords(LONGEST_STEP_MS)} of active time`,
      sessions.filter(({ steps }) => steps.some(({ activeMs }) => (activeMs ?? 0) > LONGEST_STEP_MS)),
    ),
    ...named(
      `take more than ${timeInWords(LONGEST_SESSION_MS)}`,
      sessions.filter((session) => elapsedOf(session) > LONGEST_SESSION_MS),
    ),
  ];
}

/** `850 ms`, `12.5 s`, `4.2 min`, `3.0 h`, `12 days`, `3,000 years`. */
export function timeInWords(ms: number): string {
  const [minute, year] = [60 * SECOND_MS, 365.25 * DAY_MS];
  if (ms < SECOND_MS) return `${Math.round(ms)} ms`;
  if (ms < 2 * minute) return `${(ms / SECOND_MS).toFixed(1)} s`;
  if (ms < 2 * HOUR_MS) return `${(ms / minute).toFixed(1)} min`;
  if (ms < 2 * DAY_MS) return `${(ms / HOUR_MS).toFixed(1)} h`;
  if (ms < 2 * year) return `${Math.round(ms / DAY_MS)} days`;
  return `${Math.round(ms / year)} years`;
}
