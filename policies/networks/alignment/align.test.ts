import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { objective as dpo } from '../../objectives/dpo.ts';
import { objective as ipo } from '../../objectives/ipo.ts';
import { objective as kto } from '../../objectives/kto.ts';
import { objective as robust } from '../../objectives/robust-dpo.ts';
import { objective as sft } from '../../objectives/sft-corrections.ts';
import { float32, int32 } from '../onnx/tensor.ts';
import type { Parameters } from '../training/trainer.ts';
import { type Alignable, type AlignOptions, type Answer, align } from './align.ts';

const [SCREENS, N] = [6, 4] as const;
const START: Parameters = {
  logits: { shape: [SCREENS, N], data: Float32Array.from({ length: SCREENS * N }, (_, at) => Math.sin(7 * at)) },
};

/** A table of logits, a row for each screen. What each training step read of the reference is written down. */
function tableModel(): Alignable<number> & { readonly referred: Float32Array[] } {
  const referred: Float32Array[] = [];
  return {
    referred,
    parameters: START,
    weightDecay: 0,
    scores: (graph, { logits }) => graph.apply('Gather', [logits!, graph.input('ids', 'int32', ['batch'])]),
    pack: (screens) => ({
      feeds: { ids: int32([screens.length], Int32Array.from(screens)) },
      mask: float32([screens.length, N], new Float32Array(screens.length * N).fill(1)),
    }),
    async score({ logits }, screens) {
      referred.push(logits!.data.slice());
      return screens.map((screen) => logits!.data.slice(screen * N, (screen + 1) * N));
    },
    sizeOf: () => 1,
  };
}

/** On each screen the operator did the first action in place of the second. */
const PAIRS: Answer<number>[] = Array.from({ length: SCREENS }, (_, item) => ({ item, right: 0, refused: 1 }));
const OPTIONS: AlignOptions = {
  objective: dpo,
  settings: { beta: 0.5, flipped: 0, desirable: 1, undesirable: 1, clip: 0.2 },
  reference: null,
  supervised: 0,
  learningRate: 0.05,
  epochs: 4,
  rows: 2,
  seed: 'a',
};

const lead = ({ logits }: Parameters) =>
  PAIRS.map(({ item }) => logits!.data[item * N]! - logits!.data[item * N + 1]!).reduce((sum, one) => sum + one);

const aligned = (changed: Partial<AlignOptions> = {}, answers = PAIRS) =>
  align(tableModel(), answers, { ...OPTIONS, ...changed });

describe('a policy that is trained on with answers', () => {
  it('sets what was done ahead of what was refused, the same each time', async () => {
    const once = await aligned();
    expect(lead(once)).toBeGreaterThan(lead(START) + 1);
    expect(await aligned()).toEqual(once);
    expect(await aligned({ seed: 'b' })).not.toEqual(once);
  });

  it.each([
    ['no answer', []],
    ['none that was refused', [{ item: 0, right: 1, refused: null }]],
    ['one whose correction is what was refused', [{ item: 0, right: 1, refused: 1 }]],
    ['a refusal without a correction', [{ item: 0, right: null, refused: 1 }]],
  ])('stays the very same where pairs are asked for and there is %s', async (_, answers) => {
    const model = tableModel();
    expect(await align(model, answers, OPTIONS)).toBe(model.parameters);
  });

  it('learns from one pair, and of single answers from those of one kind, and from one among twenty', async () => {
    expect(lead(await aligned({}, PAIRS.slice(0, 1)))).toBeGreaterThan(lead(START));
    const answer = (accepted: boolean, item: number): Answer<number> =>
      accepted ? { item, right: 0, refused: null } : { item, right: null, refused: 1 };
    const screens = Array.from({ length: 21 }, (_, at) => at % SCREENS);
    for (const accepts of [() => true, () => false, (at: number) => at !== 7]) {
      const { logits } = await aligned(
        { objective: kto },
        screens.map((item, at) => answer(accepts(at), item)),
      );
      expect(logits!.data.every(Number.isFinite)).toBe(true);
      expect(lead({ logits: logits! })).toBeGreaterThan(lead(START));
    }
  });

  it('learns what was done as well, where that counts beside the objective', async () => {
    const chosen = ({ logits }: Parameters) => PAIRS.reduce((sum, { item }) => sum + logits!.data[item * N]!, 0);
    expect(chosen(await aligned({ supervised: 1 }))).toBeGreaterThan(chosen(await aligned()));
    const model = tableModel();
    const alone = await align(model, PAIRS, { ...OPTIONS, objective: sft, reference: { share: 0.5, every: 2 } });
    expect(await aligned({ objective: sft })).toEqual(alone);
    expect(model.referred, 'what compares with nothing asks for no reference').toEqual([]);
  });
});

describe('the optimum that is known in closed form', () => {
  const { beta } = OPTIONS.settings;
  /** Of four operators three did the first action in place of the second, and one the other way round. */
  const torn = [0, 0, 0, 1].map((right) => ({ item: 2, right, refused: 1 - right }));
  const advantage = ({ logits }: Parameters) => logits!.data[2 * N]! - logits!.data[2 * N + 1]!;
  const few = { epochs: 600, rows: 4, learningRate: 0.05 };

  it.each([
    // The odds of preferences are 3 : 1, and β times what the policy gained is their logarithm.
    ['dpo', dpo, advantage(START) + Math.log(3) / beta],
    // The mean of 1 / (2β), three times, and −1 / (2β).
    ['ipo', ipo, advantage(START) + 1 / (4 * beta)],
    // The odds of actions, whatever they were before.
    ['sft-corrections', sft, Math.log(3)],
  ])('is where %s comes to', async (_, objective, optimum) => {
    // Cross entropy has still to make the other actions impossible when it is told to stop.
    expect(Math.abs(advantage(await aligned({ objective, ...few }, torn)) - optimum)).toBeLessThan(0.01);
  });

  it('is found by robust-dpo as if no preference had been the wrong way round, where it is told how many are', async () => {
    const settings = { ...OPTIONS.settings, flipped: 0.1 };
    // Of right pairs 0.9 are seen as they are, and of wrong ones 0.1: three quarters seen are 0.8125 in truth.
    const share = (0.75 - 0.1) / (1 - 2 * 0.1);
    const found = advantage(await aligned({ objective: robust, settings, ...few }, torn));
    expect(found).toBeCloseTo(advantage(START) + Math.log(share / (1 - share)) / beta, 2);
  });
});

describe('the reference of a training', () => {
  it('stays where it began, to the byte, where it moves by nothing', async () => {
    const still = await aligned();
    expect(await aligned({ reference: { share: 0, every: 1 } })).toEqual(still);
    expect(await aligned({ reference: { share: 0.5, every: 2 } })).not.toEqual(still);
  });

  it('is copied at a share of 1, and drawn after at a smaller one: three steps an epoch, twelve in all', async () => {
    const renewed = async (reference: AlignOptions['reference'], epochs = 4) => {
      const model = tableModel();
      const { logits } = await align(model, PAIRS, { ...OPTIONS, reference, epochs });
      return { referred: model.referred, last: logits!.data };
    };
    const copied = await renewed({ share: 1, every: 12 });
    expect(copied.referred).toEqual([START.logits!.data, copied.last]);
    const drawn = await renewed({ share: 0.25, every: 12 });
    // No step is made between the only move and the end.
    expect(drawn.last).toEqual(copied.last);
    const between = START.logits!.data.map((from, at) => 0.75 * from + 0.25 * drawn.last[at]!);
    expect(drawn.referred).toEqual([START.logits!.data, between]);
    expect((await renewed({ share: 0.5, every: 5 })).referred).toHaveLength(3);
    expect((await renewed({ share: 0.5, every: 13 })).referred).toHaveLength(1);
  });

  it.each([
    [{ share: 1, every: 1 }, 'the reference would be the policy itself at every step'],
    [{ share: 1.5, every: 2 }, 'the reference moves by a share of 1.5: give one from 0 to 1'],
    [{ share: Number.NaN, every: 2 }, 'the reference moves by a share of NaN'],
    [{ share: 0.5, every: 0 }, 'the reference moves every 0 steps: give a whole number from 1 on'],
    [{ share: 0.5, every: 1.5 }, 'the reference moves every 1.5 steps'],
  ])('is refused where it would follow so: %j', async (reference, why) => {
    await expect(aligned({ reference })).rejects.toThrow(why);
  });

  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deskbench-align-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each([1, 3, 5])('is where it was when a training goes on that was broken off at call %i', async (calls) => {
    const reference = { share: 0.6, every: 2 };
    const straight = await aligned({ reference });
    const checkpoint = { path: join(folder, 'align.checkpoint'), everySteps: 1 };
    let left = calls;
    const onProgress = () => {
      if (--left === 0) throw new Error('broken off');
    };
    await expect(aligned({ reference, checkpoint, onProgress })).rejects.toThrow('broken off');
    expect(existsSync(checkpoint.path)).toBe(true);
    expect(await aligned({ reference, checkpoint })).toEqual(straight);
    await expect(aligned({ reference: { share: 0.7, every: 2 }, checkpoint })).rejects.toThrow('of another training');
  });
});
