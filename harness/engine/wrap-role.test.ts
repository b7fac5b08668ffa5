import { describe, expect, it } from 'vitest';
import type { Critic } from '../contract/critic.ts';
import type { Gate } from '../contract/gate.ts';
import type { Policy, Suggestion } from '../contract/policy.ts';
import { memoCritic, memoPolicy } from './memo.ts';
import { withoutDispose, wrapCritic, wrapGate, wrapPolicy } from './wrap-role.ts';

/** A policy of a class, whose methods need their object: with all that the contract knows. */
class WholePolicy implements Policy {
  readonly name = 'whole';
  readonly provider = 'cpu';
  readonly backbone = class Backbone {};
  readonly fingerprint = 'f00';
  readonly done: string[] = [];
  async suggest(screens: readonly unknown[]): Promise<Suggestion[]> {
    this.done.push('suggest');
    return screens.map(() => ({ ranked: [] }));
  }
  save(folder: string): void {
    this.done.push(`save ${folder}`);
  }
  forget(): void {
    this.done.push('forget');
  }
  async dispose(): Promise<void> {
    this.done.push('dispose');
  }
}

class WholeCritic implements Critic {
  readonly name = 'whole';
  readonly provider = 'cpu';
  readonly done: string[] = [];
  async score(proposals: readonly unknown[]): Promise<number[]> {
    return proposals.map(() => 0.5);
  }
  save(folder: string): void {
    this.done.push(`save ${folder}`);
  }
  async dispose(): Promise<void> {
    this.done.push('dispose');
  }
}

describe('a wrapped role', () => {
  it.each([
    ['with nothing replaced', (policy: Policy) => wrapPolicy(policy, {})],
    ['that remembers', memoPolicy],
  ])('policy %s is what it was', async (_, wrap) => {
    const policy = new WholePolicy();
    const wrapped = wrap(policy);
    for (const member of ['name', 'provider', 'backbone', 'fingerprint'] as const)
      expect(wrapped[member]).toBe(policy[member]);
    await wrapped.save?.('x');
    wrapped.forget?.();
    await wrapped.dispose();
    expect(policy.done).toEqual(['save x', 'forget', 'dispose']);
    expect(await wrapped.suggest([])).toEqual([]);
  });

  it.each([
    ['with nothing replaced', (critic: Critic) => wrapCritic(critic, {}), ['save x', 'dispose']],
    ['that remembers', memoCritic, ['save x', 'dispose']],
    ['that is lent', withoutDispose, ['save x']],
  ])('critic %s is what it was', async (_, wrap, done) => {
    const critic = new WholeCritic();
    const wrapped = wrap(critic);
    expect([wrapped.name, wrapped.provider]).toEqual(['whole', 'cpu']);
    await wrapped.save?.('x');
    await wrapped.dispose();
    expect(critic.done).toEqual(done);
  });

  it('gate keeps threshold, reason and slices beside another decision', () => {
    const slices = [{ slice: 'close', threshold: 0.7, reason: 'enough' }];
    const gate: Gate = { name: 'g', threshold: 0.7, reason: 'r', slices, decide: () => 'execute' };
    const shut = wrapGate(gate, { decide: () => 'defer' });
    expect(shut).toMatchObject({ name: 'g', threshold: 0.7, reason: 'r', slices });
    expect(shut.decide(1, { kind: 'close', resolution: 'solved' }, null)).toBe('defer');
  });

  it('has no member that it had not', () => {
    const plain: Critic = { name: 'c', provider: 'none', score: async () => [], dispose: async () => undefined };
    expect(Object.keys(wrapCritic(plain, { name: 'other' })).sort()).toEqual(['dispose', 'name', 'provider', 'score']);
  });
});
