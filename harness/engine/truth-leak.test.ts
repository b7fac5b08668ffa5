import { describe, expect, it } from 'vitest';
import type { Action } from '../contract/action.ts';
import type { Operator, Truth } from '../contract/operator.ts';
import type { Arm } from '../contract/scenario.ts';
import type { Trace, TraceStep } from '../contract/trace.ts';
import type { CaseEnd, World, WorldCase } from '../contract/world.ts';
import { runEpisodes } from './batch.ts';
import type { Review } from './review.ts';
import { closedOptions, closedScenarios } from './test-closed-loop.ts';
import { testSession } from './test-roles.ts';
import { testWorld } from './test-world.ts';

const LIE: Action = { kind: 'transfer', queue: 'nowhere' };

/** The same case for all that can be seen of it, with everything else that is known of it made up. */
class Lying implements WorldCase {
  readonly #real: WorldCase;
  readonly condition = 'lie';
  readonly situation = 7;
  readonly standing = [0];
  readonly truth: Truth = { acceptable: [LIE], apparent: [LIE], repairs: [LIE], amiss: 'customer' };

  constructor(real: WorldCase) {
    this.#real = real;
  }

  get arrivals() {
    return this.#real.arrivals;
  }

  get over() {
    return this.#real.over;
  }

  get end(): CaseEnd {
    return { ...this.#real.end, goalReached: !this.#real.end.goalReached, misled: ['lie'], commitments: [] };
  }

  perform(...done: Parameters<WorldCase['perform']>): WorldCase {
    return new Lying(this.#real.perform(...done));
  }
}

const lyingWorld: World = { begin: (session, streams) => new Lying(testWorld.begin(session, streams)) };

/** Accepts every other suggestion and does the same thing by hand, whatever is right. */
const deafOperator: Operator = {
  respond: ({ suggestion, screen }) => {
    const greet: Action = { kind: 'send_text', reply: 'greet', text: 'greet' };
    const accepts = suggestion !== null && screen().messageCount % 2 === 0;
    const action = accepts ? suggestion : greet;
    return { verdict: suggestion ? (accepts ? 'accept' : 'correct') : 'unaided', action, slipped: false, activeMs: 1 };
  },
};

const sessions = Array.from({ length: 30 }, (_, i) => testSession(`s${i}`));

async function play(arm: Arm, world: World) {
  const traces: Trace[] = [];
  const reviews: (readonly Review[])[] = [];
  await runEpisodes(closedScenarios([arm], sessions), {
    ...closedOptions({ operator: deafOperator }),
    world,
    collectReviews: true,
    onEpisode: (trace, kept) => {
      traces.push(trace);
      reviews.push(kept);
    },
  });
  return { traces, reviews };
}

/** What the models and the gate had a part in. */
const visible = ({ screenHash, suggestion, confidence, score, decision, chosen }: TraceStep) => ({
  screenHash,
  suggestion,
  confidence,
  score,
  decision,
  chosen,
});

describe('truth', () => {
  it.each(['copilot', 'selective', 'confirmed-close', 'chatbot'] as const)(
    'scrambled changes no screen, suggestion, score, decision or review in %s',
    async (arm) => {
      const [real, lied] = [await play(arm, testWorld), await play(arm, lyingWorld)];
      expect(lied.traces.map(({ steps }) => steps.map(visible))).toEqual(
        real.traces.map(({ steps }) => steps.map(visible)),
      );
      expect(lied.reviews).toEqual(real.reviews);
      // The lie is one: it changes what is taken for right.
      expect(lied.traces.map(({ outcome }) => outcome?.goalReached)).not.toEqual(
        real.traces.map(({ outcome }) => outcome?.goalReached),
      );
    },
  );

  it('scrambled does change what the oracle gate lets through, so that these tests can fail', async () => {
    const decisions = async (world: World) =>
      (await play('oracle', world)).traces.map(({ steps }) => steps.map(visible));
    expect(await decisions(lyingWorld)).not.toEqual(await decisions(testWorld));
  });
});
