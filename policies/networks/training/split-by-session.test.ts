import { describe, expect, it } from 'vitest';
import { decides, splitBySession } from './split-by-session.ts';

const SESSIONS = 4000;
const examples = Array.from({ length: 2 * SESSIONS }, (_, at) => ({ session: `s${at % SESSIONS}`, at }));
const idsOf = (list: readonly { readonly session: string }[]) => new Set(list.map(({ session }) => session));

describe('a split by session', () => {
  it.each([2, 5, 10, 20])('holds out one session in %i, within four standard deviations', (heldOutOneIn) => {
    const share = 1 / heldOutOneIn;
    const held = idsOf(splitBySession(examples, 'seed', heldOutOneIn).heldOut).size;
    expect(Math.abs(held - share * SESSIONS)).toBeLessThan(4 * Math.sqrt(SESSIONS * share * (1 - share)));
  });

  it('holds out one in ten unless told otherwise', () => {
    expect(splitBySession(examples, 'seed')).toEqual(splitBySession(examples, 'seed', 10));
  });

  it('keeps every example, in order, and each session on one side', () => {
    const { train, heldOut } = splitBySession(examples, 'seed');
    expect([...train, ...heldOut].sort((a, b) => a.at - b.at)).toEqual(examples);
    for (const part of [train, heldOut]) expect([...part].sort((a, b) => a.at - b.at)).toEqual(part);
    expect([...idsOf(heldOut)].filter((id) => idsOf(train).has(id))).toEqual([]);
  });

  it('puts a session where it does whatever others there are, and elsewhere by another seed', () => {
    const { heldOut } = splitBySession(examples, 'seed');
    const some = examples.filter(({ at }) => at % 3 === 0).reverse();
    expect(idsOf(splitBySession(some, 'seed').heldOut)).toEqual(
      new Set([...idsOf(heldOut)].filter((id) => idsOf(some).has(id))),
    );
    const both = [...idsOf(splitBySession(examples, 'other').heldOut)].filter((id) => idsOf(heldOut).has(id));
    expect(both.length).toBeLessThan(0.02 * SESSIONS);
  });
});

it('held-out examples decide from a hundred on', () => {
  expect([0, 1, 99, 100, 101].map((count) => decides(examples.slice(0, count)))).toEqual([
    ...[false, false, false, true, true],
  ]);
});
