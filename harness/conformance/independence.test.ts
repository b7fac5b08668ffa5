import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOperator } from '../../simulators/operators/answering/create-operator.ts';
import type { StreamRole } from '../contract/draw-names.ts';
import { uniformNoise } from '../contract/noise-rates.ts';
import type { NoiseSettings, Operator, WorkContext } from '../contract/operator.ts';
import type { Streams } from '../contract/rng.ts';
import { ARMS, type Scenario } from '../contract/scenario.ts';
import type { World } from '../contract/world.ts';
import { anyPolicy } from './any-policy.ts';
import { type ClosedPlay, closedScenario, closedWorld, playClosed, ROUGH_WORLD } from './closed-player.ts';

const { sessions } = closedWorld;
/** People differ, tire, learn and dislike: whoever works a case shows in it. */
const NOISE: NoiseSettings = {
  ...uniformNoise({ alpha: 0.2, beta: 0.3, slip: 0.15 }),
  notice: 0.5,
  keeps: 0.3,
  traits: { skill: 1, vigilance: 1, 'learning-curve': 1, 'time-pressure': 1, preference: 0.5 },
};

const names = fc.stringMatching(/^[a-z]{1,6}$/);
const team = fc.uniqueArray(names, { minLength: 1, maxLength: 4 });
const cases = fc.record({
  seed: names,
  policy: names,
  team,
  arms: fc.subarray([...ARMS], { minLength: 2, maxLength: 3 }),
  played: fc.subarray([...sessions.keys()], { minLength: 3, maxLength: 5 }),
  newcomer: names,
});

function setUp({ seed, policy, team, arms, played }: typeof cases extends fc.Arbitrary<infer T> ? T : never) {
  const play: ClosedPlay = {
    world: closedWorld.world(ROUGH_WORLD),
    policy: anyPolicy(policy, sessions),
    noise: NOISE,
  };
  const scenario = (at: number, arm: (typeof ARMS)[number], operator: string): Scenario =>
    closedScenario(arm, sessions[at]!, play, { seed, work: workOf(operator, at) });
  const scenarios = arms.flatMap((arm) => played.map((at, i) => scenario(at, arm, team[i % team.length]!)));
  return { play, scenario, scenarios };
}

const workOf = (operator: string, place: number): WorkContext => ({
  operator,
  sinceRestMs: 600_000 * place,
  casesWorked: 3 * place,
  queueLength: place % 5,
});

async function bytesOf(scenarios: readonly Scenario[], play: ClosedPlay): Promise<string[]> {
  return (await playClosed(scenarios, play)).map(({ trace }) => JSON.stringify(trace));
}

/** Streams that are drawn from are opened, with others that nobody has asked for. */
function openOthers(streams: Streams, step: number, role: StreamRole): void {
  for (const purpose of ['verdict', 'slip', 'notice', 'mood'] as const)
    for (const stranger of ['twins', 'session'] as const) streams(stranger, step, purpose).next();
  streams(role, step, 'mood').next();
}

describe('nothing that is added changes another session’s trace', () => {
  it('not an operator, wherever the newcomer’s cases stand among the others', async () => {
    let differs = 0;
    await fc.assert(
      fc.asyncProperty(cases, fc.infiniteStream(fc.boolean()), async (one, coins) => {
        fc.pre(!one.team.includes(one.newcomer));
        const { play, scenario, scenarios } = setUp(one);
        const alone = await bytesOf(scenarios, play);
        const theirs = one.played.map((at) => scenario(at, one.arms[0]!, one.newcomer));
        const mixed: Scenario[] = [];
        const waiting = [...theirs];
        for (const next of scenarios) {
          if (coins.next().value) mixed.push(...waiting.splice(0, 1));
          mixed.push(next);
        }
        mixed.push(...waiting);
        const all = await bytesOf(mixed, play);
        expect(scenarios.map((own) => all[mixed.indexOf(own)])).toEqual(alone);
        // The newcomer works the same cases as somebody of the team, and otherwise.
        if (theirs.some((own, i) => all[mixed.indexOf(own)] !== alone[i])) differs++;
      }),
      { numRuns: 8, seed: 41 },
    );
    expect(differs).toBeGreaterThan(5);
  });

  it('not a random stream that somebody opens, and draws from', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (one) => {
        const { play, scenarios } = setUp(one);
        const plain = createOperator({ population: '', noise: NOISE });
        const operator: Operator = {
          respond(request) {
            openOthers(request.streams, request.step, 'operator');
            const feedback = plain.respond(request);
            openOthers(request.streams, request.step, 'operator');
            return feedback;
          },
        };
        const world: World = {
          begin(session, streams) {
            return play.world.begin(session, (role, step, purpose) => {
              openOthers(streams, step, role);
              return streams(role, step, purpose);
            });
          },
        };
        expect(await bytesOf(scenarios, { ...play, world, operator })).toEqual(await bytesOf(scenarios, play));
      }),
      { numRuns: 8, seed: 42 },
    );
  });
});
