import { describe, expect, it } from 'vitest';
import { recipe as clopperPearson } from '../../../policies/gates/clopper-pearson.ts';
import { STAR_TIMES } from '../../../simulators/operators/answering/operator-times.ts';
import type { Action } from '../../contract/action.ts';
import type { GateRecipe } from '../../contract/gate.ts';
import { type NoiseRates, uniformNoise } from '../../contract/noise-rates.ts';
import type { Policy } from '../../contract/policy.ts';
import { logExamples } from '../../engine/log-examples.ts';
import { hashScreen } from '../../engine/screen-hash.ts';
import { embeddedDataset } from '../data/embedded-dataset.ts';
import { inProcessDesks } from '../desks/desks.ts';
import { copilotAnswers } from './copilot-answers.ts';
import { sliceGate } from './gate-slices.ts';
import { knownRates } from './noise-rates.ts';
import type { NoiseRatesMode } from './noise-rates-modes.ts';

const { catalog, sessions } = embeddedDataset(1000);
const NOISE = uniformNoise({ alpha: 0.15, beta: 0.3 });

let known: Promise<Map<string, Action>> | undefined;

/** What was logged on each screen. */
async function loggedActions(): Promise<Map<string, Action>> {
  const examples = await logExamples(sessions, inProcessDesks(catalog).openEnvironment());
  return new Map(examples.map(({ screen, action }) => [hashScreen(screen), action]));
}

/** Right on two of three screens; a reply that is not the logged one elsewhere. */
async function policyOf(): Promise<Policy> {
  known ??= loggedActions();
  const logged = await known;
  return {
    name: 'two of three',
    provider: 'none',
    suggest: async (screens) =>
      screens.map((screen) => {
        const hash = hashScreen(screen);
        const right = logged.get(hash);
        const reply = screen.controls.findLast(({ kind, enabled }) => kind === 'reply' && enabled);
        const wrong = reply && ({ kind: 'send_text', reply: reply.target, text: reply.label } as const);
        const action = Number.parseInt(hash.slice(-2), 16) % 3 === 0 && wrong ? wrong : right;
        return { ranked: action ? [{ action, confidence: 0.5 }] : [] };
      }),
    dispose: async () => undefined,
  };
}

describe('toldRates', () => {
  it('is near what operators are, by every way to know it', async () => {
    const world = { catalog, policy: await policyOf(), times: STAR_TIMES, seed: '1' };
    const feedback = await copilotAnswers(world, 'feedback', sessions, NOISE);
    const told = (mode: NoiseRatesMode) => knownRates(mode, { world, noise: NOISE, sessions, feedback, delta: 0.05 });
    expect(await told('none')).toEqual({ rates: undefined, gate: undefined, text: 'nothing' });
    const known = await told('known');
    for (const rates of [known.rates, known.gate?.noise]) {
      expect(rates?.alpha).toBeCloseTo(0.15);
      expect(rates?.beta).toBeCloseTo(0.3);
    }
    expect(known.gate?.deltaShare).toBe(1);
    for (const mode of ['gold', 'triple-review'] as const) {
      const { rates, gate, text } = await told(mode);
      expect(Math.abs((rates?.alpha ?? 1) - 0.15), text).toBeLessThan(0.06);
      expect(Math.abs((rates?.beta ?? 1) - 0.3), text).toBeLessThan(0.12);
      // A gate is told the end of the interval that asks more of it, and has only what the interval leaves of δ.
      expect(gate?.noise.alpha, text).toBeLessThan(Math.min(0.15, rates?.alpha ?? 0));
      expect(gate?.noise.beta, text).toBeGreaterThan(Math.max(0.3, rates?.beta ?? 1));
      expect(gate?.deltaShare).toBe(0.5);
      expect(await told(mode)).toEqual({ rates, gate, text });
    }
  });

  it('tells nothing, with the reason, where the slice shows nothing', async () => {
    const world = { catalog, policy: await policyOf(), times: STAR_TIMES, seed: '1' };
    const request = { world, noise: NOISE, sessions: [], feedback: [], delta: 0.05 };
    expect(await knownRates('gold', request)).toMatchObject({
      rates: undefined,
      gate: undefined,
      text: expect.stringMatching(/audit/),
    });
    expect((await knownRates('triple-review', request)).text).toMatch(/no session falls/);
  });

  it('knows the rates of each slice by itself', async () => {
    const world = { catalog, policy: await policyOf(), times: STAR_TIMES, seed: '1' };
    const noise = {
      ...NOISE,
      alpha: { ...NOISE.alpha, send_text: 0.25, close: 0 },
      beta: { ...NOISE.beta, close: 0.5 },
    };
    const feedback = await copilotAnswers(world, 'feedback', sessions, noise);
    const { rates, gate } = await knownRates('known', { world, noise, sessions, feedback, delta: 0.05 });
    const seen = new Map<string, NoiseRates | undefined>();
    const spy: GateRecipe = {
      ...clopperPearson,
      fit(examples, options) {
        if (examples[0]) seen.set(examples[0].action.kind, options.noise);
        return clopperPearson.fit(examples, options);
      },
    };
    const answers = feedback.map((answer) => ({ ...answer, score: 0.5, procedure: null }));
    const options = { targetPrecision: 0.6, delta: 0.05, ...(rates && { noise: rates }) };
    sliceGate(spy, 'kind', catalog, gate?.bySlice).fit(answers, options);
    expect(seen.get('send_text')?.alpha).toBeCloseTo(0.25);
    expect(seen.get('close')).toEqual({ alpha: 0, beta: expect.closeTo(0.5) });
    expect(rates?.alpha).toBeGreaterThan(0);
    expect(rates?.alpha).toBeLessThan(0.25);
    // Over everything there is but one pair of rates.
    sliceGate(spy, 'global', catalog, gate?.bySlice).fit(answers, options);
    expect(seen.get(answers[0]?.action.kind ?? '')).toEqual(rates);
  });
});
