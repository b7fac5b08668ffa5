import { describe, expect, it } from 'vitest';
import { STAR_TIMES } from '../../simulators/operators/operator-times.ts';
import type { Policy } from '../contract/policy.ts';
import { uniformNoise } from '../contract/uniform-noise.ts';
import { logExamples } from '../engine/log-examples.ts';
import { hashScreen } from '../engine/screen-hash.ts';
import { copilotAnswers } from './critics/copilot-answers.ts';
import { inProcessDesks } from './desks.ts';
import { embeddedDataset } from './embedded-dataset.ts';
import { toldRates } from './noise-rates.ts';
import type { NoiseRatesMode } from './noise-rates-modes.ts';

const { catalog, sessions } = embeddedDataset(1000);
const NOISE = uniformNoise({ alpha: 0.15, beta: 0.3 });

/** Right on two of three screens; a reply that is not the logged one elsewhere. */
async function policyOf(): Promise<Policy> {
  const examples = await logExamples(sessions, inProcessDesks(catalog).openEnvironment());
  const known = new Map(examples.map(({ screen, action }) => [hashScreen(screen), action]));
  return {
    name: 'two of three',
    provider: 'none',
    suggest: async (screens) =>
      screens.map((screen) => {
        const hash = hashScreen(screen);
        const right = known.get(hash);
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
    const told = (mode: NoiseRatesMode) => toldRates(mode, { world, noise: NOISE, sessions, feedback });
    expect(await told('none')).toEqual({ rates: undefined, text: 'nothing' });
    const known = (await told('known')).rates;
    expect(known?.alpha).toBeCloseTo(0.15);
    expect(known?.beta).toBeCloseTo(0.3);
    for (const mode of ['gold', 'double-review'] as const) {
      const { rates, text } = await told(mode);
      expect(Math.abs((rates?.alpha ?? 1) - 0.15), text).toBeLessThan(0.06);
      expect(Math.abs((rates?.beta ?? 1) - 0.3), text).toBeLessThan(0.12);
    }
  });

  it('tells nothing, with the reason, where the slice shows nothing', async () => {
    const world = { catalog, policy: await policyOf(), times: STAR_TIMES, seed: '1' };
    const request = { world, noise: NOISE, sessions: [], feedback: [] };
    expect(await toldRates('gold', request)).toMatchObject({ rates: undefined, text: expect.stringMatching(/audit/) });
    expect((await toldRates('double-review', request)).text).toMatch(/no session falls/);
  });
});
