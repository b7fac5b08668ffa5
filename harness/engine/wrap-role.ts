import type { Critic } from '../contract/critic.ts';
import type { Gate } from '../contract/gate.ts';
import type { Policy } from '../contract/policy.ts';

/** Every member of a role: a new one in the contract that is not named here is an error of types, not a member lost. */
type Members<T> = Readonly<Record<keyof T, 'value' | 'method'>>;

const POLICY: Members<Policy> = {
  name: 'value',
  provider: 'value',
  suggest: 'method',
  backbone: 'value',
  trainable: 'value',
  fingerprint: 'value',
  save: 'method',
  saveWhole: 'method',
  forget: 'method',
  dispose: 'method',
};
const CRITIC: Members<Critic> = {
  name: 'value',
  provider: 'value',
  score: 'method',
  save: 'method',
  saveWhole: 'method',
  dispose: 'method',
};
const GATE: Members<Gate> = { name: 'value', threshold: 'value', reason: 'value', decide: 'method', slices: 'value' };

/** The policy with some of its members replaced and all others its own. */
export const wrapPolicy = (policy: Policy, own: Partial<Policy>): Policy => wrapRole(policy, POLICY, own);

/** The critic with some of its members replaced and all others its own. */
export const wrapCritic = (critic: Critic, own: Partial<Critic>): Critic => wrapRole(critic, CRITIC, own);

/** The gate with some of its members replaced and all others its own. */
export const wrapGate = (gate: Gate, own: Partial<Gate>): Gate => wrapRole(gate, GATE, own);

/** Methods are called on the role itself, which may be of a class. */
function wrapRole<T extends object>(role: T, members: Members<T>, own: Partial<T>): T {
  const kept = (Object.keys(members) as (keyof T)[]).flatMap((name) => {
    const member = role[name];
    if (member === undefined) return [];
    const bound = members[name] === 'method' ? (member as (...given: unknown[]) => unknown).bind(role) : member;
    return [[name, bound]];
  });
  return { ...Object.fromEntries(kept), ...own } as T;
}

/** The critic, lent to somebody who disposes of what they use: others still need it. */
export const withoutDispose = (critic: Critic): Critic => wrapCritic(critic, { dispose: async () => undefined });
