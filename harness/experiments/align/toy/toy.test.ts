import { describe, expect, it } from 'vitest';
import { runToy, type ToyReference, type ToyRun } from './run-toy.ts';
import { toyFindings, toyTable } from './toy-table.ts';

it('each run starts from the same SFT policy, and parts from its fellow once the reference moves', async () => {
  const runs = await runToy(['a']);
  const find = (objective: string, reference: ToyReference) =>
    runs.find((run) => run.objective === objective && run.reference === reference)!.points;
  expect(runs).toHaveLength(12);
  for (const { points } of runs) {
    expect(points[0]).toEqual(find('dpo', 'frozen')[0]);
    expect(points[0]!.kl).toBe(0);
    expect(points.at(-1)!.step).toBe(120);
    for (const { chosen, rejected, elsewhere } of points) expect(chosen + rejected + elsewhere).toBeCloseTo(1, 5);
    // SFT teaches chosen and rejected alike, and most of what is done; then the rejected go.
    expect(points[0]!.elsewhere).toBeLessThan(0.3);
    expect(points.at(-1)!.rejected).toBeLessThan(points[0]!.rejected / 2);
    expect(points.at(-1)!.kl).toBeGreaterThan(1);
  }
  const [frozen, hard] = [find('ipo', 'frozen'), find('ipo', 'hard')];
  expect(hard.slice(0, 13)).toEqual(frozen.slice(0, 13));
  expect(hard[14]).not.toEqual(frozen[14]);
});

const RISES = { frozen: 0.3, soft: 0.2, hard: 0.2 };
/** Runs whose uncovered mass goes up by so much on the way to a KL of 2, each seed a little apart. */
const made = (rises: Record<ToyReference, number>, farthest = 2): ToyRun[] =>
  ['a', 'b', 'c', 'd'].flatMap((seed, at) =>
    (Object.keys(rises) as ToyReference[]).map((reference, which): ToyRun => {
      const point = (step: number, kl: number) => {
        const elsewhere = 0.4 + (kl / 2) * (rises[reference] + 0.004 * ((at * (which + 1)) % 3));
        return { step, kl, chosen: 0.6 - elsewhere / 2, rejected: 0.4 - elsewhere / 2, elsewhere };
      };
      return { seed, objective: 'dpo', reference, points: [point(0, 0), point(1, farthest / 2), point(2, farthest)] };
    }),
  );

describe('the words', () => {
  it('follow the figures, and turn with their signs', () => {
    const found = toyFindings(made(RISES));
    expect(found[0]).toMatch(/^Toy, dpo with a frozen reference: .* rises \(\+30/);
    expect(found[1]).toMatch(/^Toy, after as many steps: .* is borne out: less in 2 of 2 .*dpo soft −1\d.*more in 0,/);
    expect(found[2]).toMatch(/^Toy, at equal KL: .* is borne out: less in 6 of 6 .*dpo hard at KL 1.5 −7/);
    const turned = toyFindings(made({ frozen: -0.3, soft: -0.2, hard: -0.2 }));
    expect(turned[0]).toMatch(/falls \(−29/);
    expect(turned[1]).toMatch(/is not borne out: less in 0 of 2 comparisons, more in 2 \(dpo soft \+1/);
    expect(turned[2]).toMatch(/is not borne out: less in 0 of 6 comparisons, more in 6/);
    expect(toyFindings(made({ ...RISES, soft: 0.4 }))[1]).toMatch(/is torn: less in 1 of 2/);
    expect(toyFindings(made({ frozen: 0.2, soft: 0.2, hard: 0.2 }))[1]).toMatch(/not borne out: .*equivalent in 2,/);
  });

  it('say nothing of a KL that no run gets to, as the table does', () => {
    const short = made(RISES, 0.8);
    expect(toyFindings(short)[2]).toMatch(/less in 2 of 6 .*undecided in 4\.$/);
    const { rows } = toyTable(short);
    expect(rows.map(({ cells }) => cells.elsewhere_level_2)).toEqual(
      rows.map(() => expect.objectContaining({ estimate: null, of: 0 })),
    );
    expect(rows.map(({ cells }) => cells.elsewhere_difference === null)).toEqual([true, false, false]);
  });
});
