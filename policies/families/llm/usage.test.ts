import { expect, it } from 'vitest';
import { UsageMeter, usageLine } from './usage.ts';

const exchange = (usage: object | null, attempts = 1) => ({ answer: { usage } as never, attempts });

it('requests, retries and tokens are added up; what no server reported is counted as missing', () => {
  const meter = new UsageMeter({ input: 2, output: 10 });
  meter.exchange(exchange({ prompt_tokens: 1000, completion_tokens: 20 }));
  meter.exchange(exchange({ prompt_tokens: 3000, completion_tokens: 30 }, 3));
  meter.exchange(exchange(null));
  meter.exchange({ answer: 'no JSON', attempts: 2 } as never);
  meter.add('screens', 4);
  meter.add('reused');
  expect(meter.read(['seed'])).toMatchObject({
    ...{ screens: 4, nothingOffered: 0, reused: 1, requests: 4, retries: 3 },
    ...{ promptTokens: 4000, completionTokens: 50, unreported: 2, dropped: ['seed'] },
  });
  expect(meter.read([]).cost).toBeCloseTo(0.0085, 12);
  expect(new UsageMeter(null).read([]).cost).toBeNull();
});

it('answers are counted by what they are', () => {
  const meter = new UsageMeter(null);
  const valid = { extraCalls: 0, confidence: 0.5, fromText: false };
  for (const answer of [valid, { ...valid, confidence: null, extraCalls: 2 }, { ...valid, fromText: true }])
    meter.answer(answer as never);
  const [cause, other] = Object.keys(meter.read([]).invalid) as [never, never];
  for (const invalid of [cause, cause, other]) meter.answer({ invalid } as never);
  const found = meter.read([]);
  expect(found).toMatchObject({ valid: 3, withoutConfidence: 1, fromText: 1, extraCalls: 2 });
  expect(found.invalid).toMatchObject({ [cause]: 2, [other]: 1 });
  expect(usageLine(found)).toContain(`2 ${cause as string}, 1 ${other as string}`);
});
