import { expect, it } from 'vitest';
import { endpointFault } from './endpoint-fault.ts';

const URL_OF = 'http://127.0.0.1:8000/v1';
const fault = (status: number | null, said = '', attempts = 1, key: string | null = null) =>
  endpointFault({ url: URL_OF, status, said, attempts }, key);

it.each([
  [null, /cannot be reached: see whether the server runs/],
  [200, /answered with status 200: see whether DESKBENCH_LLM_URL is an OpenAI-compatible server/],
  [299, /OpenAI-compatible/],
  [300, /give the address that it points to/],
  [399, /give the address that it points to/],
  [400, /serve a model that calls tools/],
  [401, /check DESKBENCH_LLM_KEY\.$/],
  [403, /check DESKBENCH_LLM_KEY\.$/],
  [404, /which ends before \/chat\/completions/],
  [429, /lower DESKBENCH_LLM_CONCURRENCY/],
  [499, /serve a model that calls tools/],
  [500, /see the log of the server/],
])('status %s has its remedy', (status, remedy) => {
  expect(fault(status)).toMatchObject({ status, said: '', message: expect.stringMatching(remedy) });
});

it('says what the server said, after how many attempts, and no more than 300 characters of it', () => {
  expect(fault(500, ' oops\nagain ').message).toBe(
    `The model's endpoint ${URL_OF} answered with status 500 (oops again): see the log of the server.`,
  );
  expect(fault(500, '', 2).message).toContain('answered with status 500 after 2 attempts: see');
  expect(fault(null, '', 3).message).toContain('cannot be reached after 3 attempts: see');
  const shown = (said: string) => /\((.*)\):/.exec(fault(500, said).message)?.[1];
  expect(shown('x'.repeat(300))).toBe('x'.repeat(300));
  expect(shown('x'.repeat(301))).toBe(`${'x'.repeat(300)} …`);
  expect(shown(`${'x'.repeat(299)}😀 more`)).toBe(`${'x'.repeat(299)} …`);
  expect(fault(500, 'x'.repeat(3000)).said).toHaveLength(2000);
});

it('keeps the key to itself, in what is shown and in what is kept', () => {
  const told = fault(500, 'no such key sk-secret-1', 1, 'sk-secret-1');
  expect(told.said).toBe('no such key [key]');
  expect(told.message).not.toContain('secret');
  expect(fault(500, 'plain', 1, '').said).toBe('plain');
  // What is cut off is cut from the masked text.
  expect(fault(500, `sk-secret-1${'x'.repeat(3000)}`, 1, 'sk-secret-1').said).toBe(`[key]${'x'.repeat(1995)}`);
});
