import type { SliceDay } from '../../deployment/rounds-input.ts';

/** What became of the slices under watch, in words. */
export function describeWatch(rounds: readonly SliceDay[]): string {
  const names = [...new Set(rounds.map(({ slice }) => slice))].sort();
  return names.map((name) => `${name} ${fate(rounds.filter(({ slice }) => slice === name))}`).join('; ');
}

function fate(rounds: readonly SliceDay[]): string {
  const automated = ({ stage }: SliceDay) => stage === 'calibration' || stage === 'selective';
  const events = rounds.flatMap((one, at) => {
    const before = rounds[at - 1];
    if (one.rolledBack) return [`rolled back in round ${one.day} by ${causes(one).join(' and ')}`];
    return automated(one) && before && before.day > 0 && !automated(before) ? [`automated again from ${one.day}`] : [];
  });
  return events.length > 0 ? events.join(', ') : 'stays';
}

function causes({ alarms }: SliceDay): string[] {
  return [...new Set(alarms.filter(({ acts }) => acts).map(({ guardrail }) => guardrail))];
}
