import type { Trace } from '../contract/trace.ts';
import type { EpisodeLimits } from '../engine/episode-limits.ts';
import { MachineError } from './exit-code.ts';
import { printAside } from './output.ts';

/** When episodes of a run are given up, and the run itself. */
export interface RunLimits extends EpisodeLimits {
  /**
   * Ends the use of a model. Once an episode ran out of time the model may hang: then it is waited for no longer than an
   * episode may take.
   */
  release(end: () => Promise<void>): Promise<void>;
  /** What a report says of episodes that ran out of time; nothing where none did. */
  notes(): string[];
}

export interface RunLimitsOptions {
  /** How long an episode may take on the wall clock, in seconds. Absent: as long as it takes. */
  readonly timeout?: number | undefined;
  /** Crashed episodes that end the run. Absent: it goes on whatever crashes. */
  readonly maxFailures?: number | undefined;
}

/** Lines on episodes that ran out of time; the report counts all of them. */
const MOST_LINES = 5;

let hanging = false;

/** Whether something may still be at work that nobody waits for, so that the process has to be ended. */
export const leftHanging = (): boolean => hanging;

/** Says that something was left at work. */
export function leaveHanging(): void {
  hanging = true;
}

/** The limits of one run: crashed episodes are counted over all that it plays. */
export function runLimits({ timeout, maxFailures }: RunLimitsOptions = {}): RunLimits {
  const limitMs = timeout === undefined ? null : timeout * 1000;
  const limit = `${timeout} s`;
  const late: string[] = [];
  let crashed = 0;
  const watch = (ms: number) => (onOver: () => void) => {
    const timer = setTimeout(() => {
      leaveHanging();
      onOver();
    }, ms);
    return () => clearTimeout(timer);
  };
  return {
    watch: limitMs === null ? undefined : watch(limitMs),
    onCrash(trace) {
      crashed++;
      if (trace.timedOut) {
        late.push(nameOf(trace));
        if (late.length <= MOST_LINES) printAside(`Given up after ${limit}: ${nameOf(trace)}.`);
      }
      return crashed === maxFailures ? tooMany(crashed, trace) : null;
    },
    async release(end) {
      if (limitMs === null || late.length === 0) return end();
      let timer: NodeJS.Timeout | undefined;
      const over = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, limitMs);
      });
      await Promise.race([end(), over]).finally(() => clearTimeout(timer));
    },
    notes: () => (late.length === 0 ? [] : [lateNote(late, limit)]),
  };
}

const nameOf = ({ session, cell }: Trace) => `session "${session}" in "${cell}"`;

function tooMany(crashed: number, trace: Trace): MachineError {
  const many = crashed === 1 ? 'An episode has crashed,' : `${crashed} episodes have crashed, the last in`;
  return new MachineError(
    [
      `${many} ${nameOf(trace)}, and --max-failures ${crashed} ends the run.`,
      'What was played is kept: the same command with this --out goes on and plays those that crashed again.',
    ].join(' '),
  );
}

function lateNote(late: readonly string[], limit: string): string {
  const many = late.length === 1 ? '1 episode' : `${late.length} episodes`;
  const more = late.length > MOST_LINES ? `; and ${late.length - MOST_LINES} more` : '';
  const named = `${late.slice(0, MOST_LINES).join('; ')}${more}`;
  return `Time: ${many} took longer than ${limit} (--timeout) and crashed by that: ${named}.`;
}
