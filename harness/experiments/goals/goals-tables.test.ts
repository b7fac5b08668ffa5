import { expect, it } from 'vitest';
import { formatValue } from '../../../reports/present/format-value.ts';
import { type GoalSurvey, surveyGoals } from '../../bench/closed-loop/survey-goals.ts';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import { sumOf } from '../../shared/numbers.ts';
import { goalsFindings, goalsTables } from './goals-tables.ts';

it('steps of a log that are wrong do not count as right, in the finding and by procedure', () => {
  const dataset = embeddedDataset(12);
  // Every session but the first begins with a click on what no screen offers, which does nothing.
  const sessions = dataset.sessions.map((session, at) => {
    const [first] = session.steps;
    const action = { kind: 'click_control' as const, control: 'button:nothing' };
    return at === 0 || !first ? session : { ...session, steps: [{ ...first, action }, ...session.steps] };
  });
  const survey = surveyGoals({ ...dataset, sessions }, '1');
  expect(survey.known.map(({ replay }) => replay.steps - replay.right)).toEqual([0, ...Array(11).fill(1)]);
  const steps = sumOf(sessions, (session) => session.steps.length);
  const said = formatValue('share', 1 - 11 / steps);
  expect(goalsFindings(survey)[1]).toContain(`; ${said} of the logged steps performed are among the acceptable ones.`);
  const table = goalsTables(survey).find(({ id }) => id === 'procedures')!;
  for (const { cells } of table.rows) {
    const own = survey.known.filter(({ procedure }) => procedure === cells.procedure);
    const share = sumOf(own, ({ replay }) => replay.right) / sumOf(own, ({ replay }) => replay.steps);
    expect(cells.right).toMatchObject({ estimate: expect.closeTo(share, 12) });
  }
});

it('tells causes by how many sessions have them, each of how many, with examples', () => {
  const known = surveyGoals(embeddedDataset(4), '1').known.map((one, at) => ({ ...one, session: `known ${at}` }));
  const unknown = ['rare', 'usual', 'tied', 'usual', 'usual', 'usual'].map((cause, at) => ({
    session: `s${at}`,
    procedure: 'none',
    cause,
  }));
  const survey: GoalSurvey = { known, unknown };
  const rows = goalsTables(survey)
    .find(({ id }) => id === 'derivation')!
    .rows.map(({ cells }) => cells);
  expect(rows.map(({ what, sessions, examples }) => [what, sessions, examples])).toEqual([
    ['The goal is known.', 4, 'known 0, known 1, known 2'],
    ['usual', 4, 's1, s3, s4'],
    ['rare', 1, 's0'],
    ['tied', 1, 's2'],
  ]);
  expect(rows.map(({ share }) => share)).toMatchObject([4, 4, 1, 1].map((n) => ({ estimate: n / 10, of: 10 })));
});
