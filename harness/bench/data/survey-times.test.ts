import { describe, expect, it } from 'vitest';
import type { Session } from '../../contract/session.ts';
import { embeddedDataset } from './embedded-dataset.ts';
import { emptyLines } from './empty-lines.ts';
import { surveyTimes, timeInWords } from './survey-times.ts';
import { timeLines } from './time-lines.ts';
import { timeNotes, timeWarnings } from './time-notes.ts';

const { sessions } = embeddedDataset(60);

/** The sessions with all times changed. */
const timed = (change: (ms: number) => number): Session[] =>
  sessions.map((session) => ({
    ...session,
    steps: session.steps.map((step) => ({
      ...step,
      atMs: change(step.atMs),
      activeMs: step.activeMs === null ? null : change(step.activeMs),
      arrivals: step.arrivals.map((one) => ({ ...one, atMs: change(one.atMs) })),
      drafts: step.drafts.map((one) => ({ ...one, atMs: change(one.atMs) })),
    })),
    closing: session.closing.map((one) => ({ ...one, atMs: change(one.atMs) })),
  }));
const without = (activeMs: (ms: number | null, at: number) => number | null): Session[] =>
  sessions.map((session, place) => ({
    ...session,
    steps: session.steps.map((step, at) => ({
      ...step,
      activeMs: place === 7 ? activeMs(step.activeMs, at) : step.activeMs,
    })),
  }));

describe('surveyTimes', () => {
  it('tells typical times, and finds nothing wrong with good ones', () => {
    const survey = surveyTimes(sessions);
    expect(survey.implausible).toEqual([]);
    expect(survey.elapsedMs!.count).toBe(60);
    for (const times of [survey.elapsedMs!, survey.activeMs!, survey.stepMs!]) {
      expect(times.tenth).toBeLessThan(times.median);
      expect(times.median).toBeLessThan(times.ninetieth);
    }
    expect(timeLines(survey)[0]).toMatch(/^Typical times .* session .* min/);
  });

  it('finds seconds where milliseconds are asked for, with and without active times', () => {
    const seconds = timed((ms) => Math.round(ms / 1000));
    expect(surveyTimes(seconds).implausible[0]).toMatch(/are these seconds/);
    const untimed = seconds.map((session) => ({
      ...session,
      steps: session.steps.map((step) => ({ ...step, activeMs: null })),
    }));
    expect(surveyTimes(untimed).implausible[0]).toMatch(/are these seconds/);
    expect(surveyTimes(untimed)).toMatchObject({ activeMs: null, stepMs: null });
    expect(timeLines(surveyTimes(untimed)).join('\n')).toMatch(/steps have no active time/);
  });

  it('finds microseconds', () => {
    expect(surveyTimes(timed((ms) => 1000 * ms)).implausible[0]).toMatch(/more than a day .* microseconds/);
  });

  it('names sessions with more active time than time, steps of days, sessions of years', () => {
    const id = sessions[7]!.id;
    const years = 3000 * 365.25 * 86_400_000;
    const found = surveyTimes(without((ms, at) => (at === 0 ? years : ms))).implausible;
    expect(found).toEqual([
      `1 of 60 sessions have more active time than time, such as ${id}`,
      `1 of 60 sessions have a step of more than 8.0 h of active time, such as ${id}`,
    ]);
    const late = sessions.map((session, place) =>
      place === 7 ? { ...session, closing: [{ text: 'Hello?', atMs: years }] } : session,
    );
    const [first] = sessions;
    const closed = { ...first!, closing: [7e6, 9e6].map((atMs) => ({ text: 'Bye', atMs })) };
    expect(surveyTimes([closed]).elapsedMs).toEqual({ count: 1, tenth: 9e6, median: 9e6, ninetieth: 9e6 });
    const last = first!.steps.at(-1)!.atMs;
    expect(surveyTimes([{ ...first!, closing: [] }]).elapsedMs?.median).toBe(last);
    expect(surveyTimes(late).implausible).toEqual([`1 of 60 sessions take more than 30 days, such as ${id}`]);
    expect(timeInWords(years)).toBe('3000 years');
  });

  it('finds nothing wrong at its borders, and what is beyond them', () => {
    const [step] = sessions[0]!.steps;
    const one = (activeMs: number | null, atMs: number, steps = 1): Session => ({
      ...sessions[0]!,
      ...{ id: 'x', closing: [] },
      steps: Array.from({ length: steps }, () => ({ ...step!, activeMs, atMs })),
    });
    const hour = 3_600_000;
    const said = (...session: Parameters<typeof one>) => surveyTimes([one(...session)]).implausible;
    expect(said(300, 400)).toEqual([]);
    expect(said(299, 400)[0]).toContain('less than 300 ms of active time');
    expect(said(null, 1000)).toEqual([]);
    expect(said(null, 999)[0]).toContain('over within a second (median 999 ms)');
    // Active times tell the unit where there are any.
    expect(said(300, 999)).toEqual([]);
    expect(said(hour, 24 * hour)).toEqual([]);
    expect(said(hour, 24 * hour + 1)[0]).toContain('more than a day');
    expect(said(2000, 1000)).toEqual([]);
    expect(said(2001, 1000)[0]).toContain('more active time than time');
    expect(said(1500, 2000, 2)).toEqual([]);
    expect(said(8 * hour, 9 * hour)).toEqual([]);
    expect(said(8 * hour + 1, 9 * hour)[0]).toContain('a step of more than 8.0 h');
    const long = (atMs: number) => surveyTimes([one(hour, 5 * hour), one(hour, 5 * hour), one(hour, atMs)]).implausible;
    expect(long(30 * 24 * hour)).toEqual([]);
    expect(long(30 * 24 * hour + 1)[0]).toContain('1 of 3 sessions take more than 30 days');
    const four = Array.from({ length: 4 }, (_, at) => ({ ...one(2001, 1000), id: `x${at}` }));
    expect(surveyTimes(four).implausible).toEqual([
      '4 of 4 sessions have more active time than time, such as x0, x1, x2',
    ]);
  });

  it('counts the active time of sessions all of whose steps have one, and steps that have none', () => {
    const steps = sessions[0]!.steps.slice(0, 2);
    const two = (...activeMs: (number | null)[]): Session => ({
      ...sessions[0]!,
      steps: steps.map((step, at) => ({ ...step, activeMs: activeMs[at] ?? null, atMs: 9000 })),
    });
    const survey = surveyTimes([two(1000, 3000), two(5000, null)]);
    expect(survey).toMatchObject({ steps: 4, untimedSteps: 1, activeMs: { count: 1, median: 4000 } });
    expect(survey.stepMs).toMatchObject({ count: 3, median: 3000 });
  });

  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1000, '1.0 s'],
    [119_999, '120.0 s'],
    [120_000, '2.0 min'],
    [7_199_999, '120.0 min'],
    [7_200_000, '2.0 h'],
    [172_799_999, '48.0 h'],
    [172_800_000, '2 days'],
    [2 * 365.25 * 86_400_000 - 1, '730 days'],
    [2 * 365.25 * 86_400_000, '2 years'],
  ])('puts %i ms as %s', (ms, words) => {
    expect(timeInWords(ms)).toBe(words);
  });

  it('says nothing of sessions without steps, but counts and names them', () => {
    const empty = [...sessions, { ...sessions[0]!, id: 'empty', steps: [], closing: [] }];
    expect(surveyTimes(empty)).toEqual(surveyTimes(sessions));
    expect(emptyLines(empty)).toEqual(['1 of 61 sessions hold no step and count in no figure, such as empty.']);
    expect(emptyLines(sessions)).toEqual([]);
  });
});

describe('what results say of times', () => {
  it('which are fitted, which assumed, and what share was clipped', () => {
    const [note] = timeNotes(sessions);
    expect(note).toMatch(
      /fitted to .* acts in 60 logged sessions .*assumed as STAR’s: .*catchUp\..* 0\.0 % were below 500 ms/,
    );
    expect(timeWarnings(sessions)).toEqual([]);
  });

  it('that all were clipped, and that none can be trusted, where seconds were given', () => {
    const seconds = timed((ms) => Math.round(ms / 1000));
    expect(timeNotes(seconds)[0]).toMatch(/(9\d|100)\.\d % were below 500 ms/);
    expect(timeWarnings(seconds)[0]).toMatch(/^Times of these logs are implausible, .*are these seconds/);
  });

  it('that one step of 3,000 years was clipped', () => {
    const spoilt = without((ms, at) => (at === 0 ? 9e13 : ms));
    expect(timeNotes(spoilt)[0]).toMatch(/ 0\.[1-9] % were above the 99\.9th percentile, or 60\.0 min/);
    expect(timeWarnings(spoilt)[0]).toContain('more active time than time');
  });
});
