import { type TimeSurvey, type TypicalTimes, timeInWords } from './survey-times.ts';

/** A log's typical times, and what of them cannot well be. */
export function timeLines({ elapsedMs, activeMs, stepMs, steps, untimedSteps, implausible }: TimeSurvey): string[] {
  return [
    [
      `Typical times (10 %, median, 90 %): session ${inWords(elapsedMs)};`,
      `active time of a session ${inWords(activeMs)}, of a step ${inWords(stepMs)}.`,
    ].join(' '),
    ...(untimedSteps > 0
      ? [`${untimedSteps} of ${steps} steps have no active time: they count from the event before them.`]
      : []),
    ...implausible.map((words) => `Implausible: ${words}.`),
  ];
}

const inWords = (times: TypicalTimes | null) =>
  times === null ? 'unknown' : [times.tenth, times.median, times.ninetieth].map(timeInWords).join(', ');
