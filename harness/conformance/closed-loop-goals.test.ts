import { describe, expect, it } from 'vitest';
import { generateDataset } from '../../fixtures/generator/generate-dataset.ts';
import { PAPER_PRESET } from '../../fixtures/generator/paper-preset.ts';
import { createKnowledgeBase } from '../../fixtures/knowledge/create-knowledge-base.ts';
import { planSession } from '../../fixtures/plans/plan-session.ts';
import { createWorld } from '../../simulators/case/create-world.ts';
import { createInProcessDesk } from '../../simulators/desk/in-process.ts';
import { surveyGoals } from '../bench/closed-loop/survey-goals.ts';
import { sameAction } from '../contract/action.ts';
import type { Dataset } from '../contract/dataset.ts';
import { illegalReason } from '../contract/legal.ts';
import type { Session } from '../contract/session.ts';
import { CALM_WORLD } from '../contract/world.ts';
import { createStreams } from '../shared/streams.ts';

const streams = (session: string) => createStreams({ seed: 'goals', session });

function worldOf(dataset: Dataset) {
  const plans = new Map(dataset.sessions.map((session) => [session.id, planSession(session, dataset.catalog)]));
  return createWorld({
    catalog: dataset.catalog,
    knowledge: createKnowledgeBase(dataset),
    rates: CALM_WORLD,
    planOf: ({ id }: Session) => {
      const planned = plans.get(id);
      return planned && 'plan' in planned ? planned.plan : undefined;
    },
  });
}

describe('plans, world and desk together', () => {
  const dataset = generateDataset({ sessions: 80 }, streams('dataset'));
  const preset = generateDataset({ ...PAPER_PRESET.generator, sessions: 60 }, streams('preset'));

  it.each([
    ['the default dataset', dataset],
    ['the paper preset', preset],
  ])('every logged step of %s is acceptable, and every log reaches its goal', (_, data) => {
    const { known, unknown } = surveyGoals(data, '1');
    expect(unknown).toEqual([]);
    for (const { session, replay } of known) {
      expect(replay.cause, session).toBeNull();
      expect(replay.right, session).toBe(replay.steps);
    }
  });

  it('whatever acceptable action is taken, the desk offers it and the goal is reached', async () => {
    const world = worldOf(dataset);
    const desk = createInProcessDesk(dataset.catalog);
    for (const session of dataset.sessions.slice(0, 40)) {
      const rng = streams(session.id)('operator', 0, 'verdict');
      let moment = world.begin(session, streams(session.id));
      await desk.reset(session);
      await desk.deliver(moment.arrivals);
      for (let step = 0; !moment.over && step < 80; step++) {
        const { acceptable } = moment.truth;
        const screen = await desk.observe();
        for (const action of acceptable) expect(illegalReason(action, screen), session.id).toBeNull();
        const chosen = acceptable[Math.floor(rng.next() * acceptable.length)]!;
        await desk.perform(chosen, 'operator');
        moment = moment.perform(chosen, 'operator');
        await desk.deliver(moment.arrivals);
      }
      expect(moment.end, session.id).toMatchObject({ how: 'resolved', goalReached: true });
    }
  });

  it('somebody who always does the reference works the session as its log has it', () => {
    const world = worldOf(dataset);
    for (const session of dataset.sessions) {
      let moment = world.begin(session, streams(session.id));
      for (const [at, { action }] of session.steps.entries()) {
        const [reference] = moment.truth.acceptable;
        expect(reference && sameAction(reference, action), `${session.id} step ${at}`).toBe(true);
        moment = moment.perform(reference!, 'operator');
      }
      expect(moment.over).toBe(true);
    }
  });
});
