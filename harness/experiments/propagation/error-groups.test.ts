import { describe, expect, it } from 'vitest';
import { closedTrace, pairOf } from '../../../reports/propagation/test-pairs.ts';
import type { ErrorCause, Trace } from '../../contract/trace.ts';
import type { TwinPair } from '../../contract/twin.ts';
import { errorsByCause, errorsByKind, errorsByPlace, firstErrorsByFate } from './error-groups.ts';
import { NO_GATE, type Setting } from './play-settings.ts';

/** Errors of a setting: by default with a twin that reached its goal. */
function setting(name: string, arm: Setting['arm'], operators: string, pairs: readonly TwinPair[]): Setting {
  const point = { label: `${operators}, calm`, operators, world: 'calm' };
  return {
    name,
    arm,
    point,
    result: { traces: [...new Set(pairs.map(({ run }) => run))], pairs },
  } as unknown as Setting;
}

const withCauses = (trace: Trace, causes: readonly (ErrorCause | null)[]): Trace => ({
  ...trace,
  steps: trace.steps.map((step, at) => ({ ...step, closed: { ...step.closed!, cause: causes[at] ?? null } })),
});
const twin = closedTrace('a b c');
const ofSession = (session: string, divergedAt = 1) => ({ session, divergedAt });

/** Two errors of one case, the first by an operator who accepted, the second by one who slipped, which ends it. */
const run = withCauses(closedTrace('a b! c!', { goalReached: false }, ofSession('s1')), [
  null,
  'operator accepted',
  'operator slipped',
]);
const pairs = [pairOf(run, twin, { weight: 3 }), pairOf(run, twin, { error: 2, weight: 1 })];
/** The same session in another setting: harmless. */
const other = [pairOf(withCauses(closedTrace('a b! c', {}, ofSession('s1')), [null, 'operator accepted']), twin)];
const settings = [
  setting('copilot', 'copilot', 'paper', pairs),
  setting('gate 0.9', 'selective', 'clean', other),
  setting(NO_GATE, 'selective', 'paper', pairs),
  setting('human-only', 'human-only', 'paper', pairs),
];
const sharesOf = (groups: readonly { of: string; name: string; share: { estimate: number | null } }[], of: string) =>
  Object.fromEntries(
    groups.flatMap((group) => (group.of === of ? [[group.name, expect.closeTo(group.share.estimate ?? -1, 9)]] : [])),
  );

describe('groups of errors', () => {
  it('are by cause of all errors that were guarded, whether they got a twin or not, and of a session in all settings', () => {
    const groups = errorsByCause(settings);
    expect(sharesOf(groups, 'all points')).toEqual({ 'operator accepted': 2 / 3, 'operator slipped': 1 / 3 });
    expect(sharesOf(groups, 'paper, calm')).toEqual({ 'operator accepted': 1 / 2, 'operator slipped': 1 / 2 });
    const twins = groups.filter(({ of }) => of === 'all points').map(({ name, twins }) => [name, twins]);
    expect(Object.fromEntries(twins)).toEqual({ 'operator accepted': 2, 'operator slipped': 1 });
    expect(groups.some(({ of }) => of === 'clean, calm')).toBe(false);
  });

  it('are by place of errors with twins, each for as many as it stands for', () => {
    expect(sharesOf(errorsByPlace(settings), 'all points')).toEqual({
      'first, the case goes on': 4 / 5,
      'later, ends the case': 1 / 5,
    });
  });

  it('are by fate of first errors only, of whose twin and run the desk failed in neither', () => {
    expect(sharesOf(firstErrorsByFate(settings), 'all points')).toEqual({ 'goal lost': 3 / 4, harmless: 1 / 4 });
    const failed = pairs.map((pair) => ({ ...pair, twin: { ...twin, end: 'crashed' as const } }));
    const left = firstErrorsByFate([setting('copilot', 'copilot', 'paper', failed), ...settings.slice(1)]);
    expect(sharesOf(left, 'all points')).toEqual({ harmless: 1 });
  });

  it('are by what was done, and what should have been where that is of another kind', () => {
    const close = { kind: 'close', resolution: 'Solved' } as const;
    const [first] = pairs as [TwinPair];
    const steps = run.steps.map((step, at) => (at === 1 ? { ...step, chosen: close } : step));
    const odd = pairOf({ ...run, steps }, twin, { weight: 1 });
    expect(sharesOf(errorsByKind([setting('copilot', 'copilot', 'paper', [first, odd])]), 'all points')).toEqual({
      'close for submit_form': 1 / 4,
      'submit_form, another one': 3 / 4,
    });
  });
});
