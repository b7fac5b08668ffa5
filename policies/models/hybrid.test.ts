import { describe, expect, it, vi } from 'vitest';
import type { Action } from '../../harness/contract/action.ts';
import type { Example, Policy, Suggestion } from '../../harness/contract/policy.ts';
import { screen } from '../testing/small-desk.ts';
import { mixSuggestions, recipe } from './hybrid.ts';

/** Stand-ins for the members: each proposes one action only, and keeps what it was given. */
const members = vi.hoisted(() => ({ learned: new Map<string, unknown[]>(), disposed: [] as string[] }));
const [GOOD, BAD] = vi.hoisted(() => {
  const say = (reply: string): Action => ({ kind: 'send_text', reply, text: reply });
  return [say('good'), say('bad')];
});
const standIn = vi.hoisted(() => (name: string, action: Action) => ({
  recipe: {
    fit: async (examples: readonly Example[]) => {
      members.learned.set(name, [...examples]);
      return {
        name,
        provider: name,
        suggest: async (screens: readonly unknown[]) =>
          screens.map((): Suggestion => ({ ranked: [{ action, confidence: 0.9 }] })),
        save: () => undefined,
        dispose: async () => void members.disposed.push(name),
      };
    },
  },
}));
vi.mock('./ngram.ts', () => standIn('ngram', GOOD));
vi.mock('./transformer.ts', () => standIn('transformer', BAD));

const examplesOf = (sessions: number, action: Action): Example[] =>
  Array.from({ length: sessions * 5 }, (_, at) => ({ screen: screen(), action, session: `s${at % sessions}` }));
const hybridOf = (examples: readonly Example[]): Promise<Policy> => recipe.fit(examples, { seed: '1' });
const firstOf = async (policy: Policy) => (await policy.suggest([screen()]))[0]?.ranked[0];

describe('the hybrid of two policies', () => {
  it('weighs them on sessions that neither learned from, and goes by the one that was right there', async () => {
    for (const right of [GOOD, BAD]) {
      const examples = examplesOf(400, right);
      const policy = await hybridOf(examples);
      for (const learned of members.learned.values()) {
        expect(learned.length).toBeLessThan(examples.length);
        expect(learned.length).toBeGreaterThan(0.85 * examples.length);
        const seen = new Set((learned as Example[]).map(({ session }) => session));
        expect(examples.filter(({ session }) => seen.has(session))).toHaveLength(learned.length);
      }
      expect((await firstOf(policy))?.action).toEqual(right);
      expect((await firstOf(policy))?.confidence).toBeGreaterThan(0.99);
    }
  });

  it('counts both the same where too little was held out, and lets go of both', async () => {
    const policy = await hybridOf(examplesOf(20, BAD));
    expect((await firstOf(policy))?.confidence).toBeCloseTo(0.5, 9);
    members.disposed.length = 0;
    await policy.dispose();
    expect(members.disposed.sort()).toEqual(['ngram', 'transformer']);
  });

  it('fills forms in as the first does, and takes what one does not list for unlikely, not for impossible', () => {
    const form = (value: string): Action => ({ kind: 'submit_form', form: 'f', button: 'b', values: { field: value } });
    const one = { ranked: [{ action: form('one'), confidence: 0.5 }] };
    const other = {
      ranked: [
        { action: form('other'), confidence: 0.9 },
        { action: GOOD, confidence: 0.1 },
      ],
    };
    const { ranked } = mixSuggestions(one, other, 0.5);
    expect(ranked.map(({ action }) => action)).toEqual([form('one'), GOOD]);
    // √(0.5 · 0.9) against √(0.0001 · 0.1).
    expect(ranked[0]!.confidence / ranked[1]!.confidence).toBeCloseTo(Math.sqrt((0.5 * 0.9) / (1e-4 * 0.1)), 6);
  });
});
