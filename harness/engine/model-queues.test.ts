import { describe, expect, it } from 'vitest';
import type { Environment } from '../contract/environment.ts';
import type { Policy } from '../contract/policy.ts';
import type { Screen } from '../contract/screen.ts';
import { DeskPool } from './desk-pool.ts';
import { type Finished, InOrder } from './in-order.ts';
import { ModelQueues } from './model-queues.ts';

it('episodes are handed out by their place, whatever ended first, each once', () => {
  const out: unknown[] = [];
  const order = new InOrder((one) => out.push(one));
  const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ name }) as unknown as Finished);
  order.add(1, b!);
  expect([out, order.done]).toEqual([[], 0]);
  order.add(0, a!);
  expect([out, order.done]).toEqual([[a, b], 2]);
  order.add(2, c!);
  expect([out, order.done]).toEqual([[a, b, c], 3]);
});

describe('queues of models', () => {
  const policy = (name: string, calls: unknown[][], less = 0) =>
    ({
      name,
      suggest: async (screens: readonly unknown[]) => {
        calls.push([...screens]);
        return screens.slice(less).map((screen) => ({ of: screen }));
      },
    }) as unknown as Policy;

  it('send the oldest, at most a batch, and give each its own answer', async () => {
    const calls: unknown[][] = [];
    const queues = new ModelQueues(2);
    const own = policy('p', calls);
    const got: unknown[] = [];
    for (const name of ['a', 'b', 'c'])
      queues.ofPolicy(own).add(name as unknown as Screen, (answer) => got.push([name, answer]));
    expect(queues.ofPolicy(own).waiting).toBe(3);
    await queues.ofPolicy(own).flush();
    expect(queues.ofPolicy(own).waiting).toBe(1);
    await queues.ofPolicy(own).flush();
    expect(calls).toEqual([['a', 'b'], ['c']]);
    expect(got).toEqual(['a', 'b', 'c'].map((name) => [name, { of: name }]));
  });

  it('are one for each model, policies and critics', () => {
    const queues = new ModelQueues(8);
    const [one, other] = [policy('p', []), policy('p', [])];
    expect(queues.ofPolicy(one)).toBe(queues.ofPolicy(one));
    expect(queues.ofPolicy(one)).not.toBe(queues.ofPolicy(other));
    const critic = { name: 'c', score: async () => [] } as never;
    queues.ofCritic(critic);
    expect(queues.queues()).toHaveLength(3);
  });

  it('refuse another number of answers than inputs', async () => {
    const queue = new ModelQueues(8).ofPolicy(policy('short', [], 1));
    for (const name of ['a', 'b']) queue.add(name as unknown as Screen, () => undefined);
    await expect(queue.flush()).rejects.toThrow('Policy "short" gave 1 answers to 2 inputs.');
  });
});

describe('a pool of desks', () => {
  const pool = () => {
    const closed: number[] = [];
    let opened = 0;
    const open = (): Environment => {
      const own = opened++;
      return { close: async () => void closed.push(own), own } as unknown as Environment;
    };
    return { closed, desks: new DeskPool(open), opened: () => opened };
  };

  it('uses desks again, and opens one where none is idle', () => {
    const { desks, opened } = pool();
    const [a, b] = [desks.take() as Environment, desks.take() as Environment];
    expect(a).not.toBe(b);
    desks.giveBack(a);
    expect(desks.take()).toBe(a);
    expect(opened()).toBe(2);
  });

  it('closes each once, and all at the end', async () => {
    const { desks, closed } = pool();
    const a = desks.take() as Environment;
    desks.take();
    await desks.drop(a);
    await desks.drop(a);
    expect(closed).toEqual([0]);
    await desks.close();
    expect(closed).toEqual([0, 1]);
  });

  it('closes at once what opens after the end', async () => {
    let closed = false;
    let open: (desk: Environment) => void = () => undefined;
    const desks = new DeskPool(() => new Promise((resolve) => (open = resolve)));
    const opened = desks.openNew();
    await desks.close();
    open({
      close: async () => {
        closed = true;
      },
    } as unknown as Environment);
    await opened;
    await new Promise(setImmediate);
    expect(closed).toBe(true);
  });
});
