import { expect, it } from 'vitest';
import { providerName, reasonOf } from './refused.ts';

it('the provider in use is told alone, or with those that were refused in their order', () => {
  const cuda = { provider: 'cuda', reason: 'its libraries are missing' };
  expect(providerName('cpu', [])).toBe('cpu');
  expect(providerName('cpu', [cuda])).toBe('cpu (refused: cuda: its libraries are missing)');
  expect(providerName('cpu', [cuda, { provider: 'webgpu', reason: 'no card' }])).toBe(
    'cpu (refused: cuda: its libraries are missing; webgpu: no card)',
  );
});

it('a reason is what is said beside that a model cannot be loaded, whole lines too', () => {
  expect(reasonOf(new Error('model cannot be loaded on cuda: no card\nat all'))).toBe('no card\nat all');
  expect(reasonOf(new Error('model cannot be loaded on cuda: a: b'))).toBe('a: b');
  expect(reasonOf(new Error('something else'))).toBe('something else');
  expect(reasonOf('a text')).toBe('a text');
});
