import { describe, expect, it } from 'vitest';
import { takes } from '../runner/testing/takes.ts';
import { noiseGrid, playing, providers, taught } from './options.ts';

describe('values', () => {
  it('of seconds, shares that teach and providers are within their bounds', () => {
    const { timeout } = playing;
    expect(takes(timeout.parse!, '0', '-1', '0.5', '2000000', '2000001', 'x')).toEqual(['0.5', '2000000']);
    expect(takes(taught(1).parse!, '0', '0.01', '1', '1.01', 'x')).toEqual(['0.01', '1']);
    expect(takes(providers.parse!, 'cpu', 'cuda, cpu', 'cpu,tpu', '')).toEqual(['cpu', 'cuda, cpu']);
    expect(() => providers.parse!('cpu, tpu')).toThrow('There is no "tpu": use ');
    expect(providers.parse!('cuda, cpu')).toBe('cuda, cpu');
  });

  it('of noise are judged where they are given, and kept as they were written', () => {
    const { alpha, beta } = noiseGrid({ alpha: '0', beta: '0', slip: '0' });
    expect(alpha.parse!('0,0.1')).toBe('0,0.1');
    expect(() => alpha.parse!('2')).toThrow(/--alpha/);
    expect(() => beta.parse!('x')).toThrow(/--beta/);
  });
});
