import { describe, expect, it } from 'vitest';
import { retryAfterMs, retryDelayMs } from './endpoint.ts';

describe('the wait before an attempt is repeated', () => {
  it('doubles up to half a minute, of which a drawn share between a half and all is waited', () => {
    for (let failures = 1; failures <= 12; failures++) {
      const longest = Math.min(30_000, 500 * 2 ** (failures - 1));
      const drawn = Array.from({ length: 50 }, (_, at) => retryDelayMs(failures, null, `s${at}`));
      for (const ms of drawn) expect(ms).toSatisfy((one: number) => one >= longest / 2 && one <= longest);
      expect(new Set(drawn).size).toBeGreaterThan(40);
      expect(Math.max(...drawn) - Math.min(...drawn)).toBeGreaterThan(longest / 4);
    }
  });

  it('is the same for the same stream', () => {
    expect(retryDelayMs(3, null, 'x')).toBe(retryDelayMs(3, null, 'x'));
  });

  it('is at least what the server asks for, up to a minute', () => {
    expect(retryDelayMs(1, 7000, 'x')).toBe(7000);
    expect(retryDelayMs(1, 86_400_000, 'x')).toBe(60_000);
    expect(retryDelayMs(8, 1, 'x')).toBeGreaterThan(15_000);
  });

  it.each([
    [{ 'retry-after': '3' }, 3000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': 'Fri, 01 Mar 2024 10:00:30 GMT', date: 'Fri, 01 Mar 2024 10:00:00 GMT' }, 30_000],
    [{ 'retry-after': 'Fri, 01 Mar 2024 09:00:00 GMT', date: 'Fri, 01 Mar 2024 10:00:00 GMT' }, 0],
    [{ 'retry-after': 'Fri, 01 Mar 2024 10:00:30 GMT' }, null],
    [{ 'retry-after': '-1' }, null],
    [{ 'retry-after': 'soon' }, null],
    [{}, null],
  ])('reads %j as %j ms', (headers, ms) => {
    expect(retryAfterMs(new Headers(headers as Record<string, string>))).toBe(ms);
  });
});
