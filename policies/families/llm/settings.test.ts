import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

const base = { DESKBENCH_LLM_URL: 'http://127.0.0.1:8000/v1', DESKBENCH_LLM_MODEL: 'some/model:7b' };

describe('the settings of a served model', () => {
  it('have defaults for all but address and model', () => {
    expect(readSettings(base)).toEqual({
      url: 'http://127.0.0.1:8000/v1',
      model: 'some/model:7b',
      key: null,
      timeoutMs: 120_000,
      concurrency: 4,
      retries: 4,
      maxTokens: 1024,
      prices: null,
    });
  });

  it('are taken from the environment, and what is set to nothing is not set', () => {
    const env = {
      ...base,
      DESKBENCH_LLM_URL: ' https://models.example/v1/ ',
      DESKBENCH_LLM_KEY: 'sk-1',
      DESKBENCH_LLM_TIMEOUT_S: '0.5',
      DESKBENCH_LLM_CONCURRENCY: '16',
      DESKBENCH_LLM_RETRIES: '0',
      DESKBENCH_LLM_MAX_TOKENS: '',
      DESKBENCH_LLM_PRICE_IN: '0.15',
      DESKBENCH_LLM_PRICE_OUT: '0.6',
    };
    expect(readSettings(env)).toMatchObject({
      url: 'https://models.example/v1',
      key: 'sk-1',
      timeoutMs: 500,
      concurrency: 16,
      retries: 0,
      maxTokens: 1024,
      prices: { input: 0.15, output: 0.6 },
    });
  });

  it.each([
    ['TIMEOUT_S', ['0.1', '300'], ['0.09', '300.1']],
    ['CONCURRENCY', ['1', '256'], ['0', '257']],
    ['RETRIES', ['0', '20'], ['21']],
    ['MAX_TOKENS', ['16', '65536'], ['15', '65537']],
    ['MODEL', ['m'.repeat(200)], ['m'.repeat(201), 'a\tb', 'a\nb']],
    ['KEY', ['k'.repeat(4096), '!~'], ['k'.repeat(4097)]],
  ])('take for %s what is within bounds, both ends included', (name, within, beyond) => {
    const read = (value: string) => () => readSettings({ ...base, [`DESKBENCH_LLM_${name}`]: value });
    for (const value of within) expect(read(value), value).not.toThrow();
    for (const value of beyond) expect(read(value), value).toThrow(`DESKBENCH_LLM_${name} must be`);
  });

  it('take prices from nothing to a million, both or neither', () => {
    const prices = (PRICE_IN?: string, PRICE_OUT?: string) =>
      readSettings({ ...base, DESKBENCH_LLM_PRICE_IN: PRICE_IN, DESKBENCH_LLM_PRICE_OUT: PRICE_OUT }).prices;
    expect(prices('0', '1000000')).toEqual({ input: 0, output: 1_000_000 });
    expect(() => prices('0', '1000000.1')).toThrow('PRICE_OUT must be a number from 0 to 1000000');
    for (const [one, other] of [['1'], [undefined, '1']]) expect(() => prices(one, other)).toThrow('given together');
  });

  it('say which variable is missing', () => {
    expect(() => readSettings({})).toThrow(/^no endpoint is set: .*DESKBENCH_LLM_URL.*DESKBENCH_LLM_MODEL/);
    expect(() => readSettings({ ...base, DESKBENCH_LLM_URL: '  ' })).toThrow(/no endpoint is set/);
    expect(() => readSettings({ ...base, DESKBENCH_LLM_MODEL: '' })).toThrow(/^no model is set: .*DESKBENCH_LLM_MODEL/);
  });

  it.each([
    ['URL', 'localhost:8000/v1', /URL is neither http nor https/],
    ['URL', 'not an address', /URL is no address/],
    ['URL', 'file:///etc/passwd', /neither http nor https/],
    ['URL', 'http://me:hidden@models.example/v1', /user name or password/],
    ['URL', 'http://:hidden@models.example/v1', /user name or password/],
    ['URL', 'http://models.example/v1?key=hidden', /query/],
    ['URL', 'http://models.example/v1#hidden', /fragment/],
    ['URL', 'http://models.example/v1/chat/completions/', /must end before/],
    ['MODEL', 'a\u001b[31mb', /MODEL must be one line/],
    ['KEY', 'hidden key', /KEY must be printable ASCII/],
    ['KEY', 'hidden\u00e9', /KEY must be printable ASCII/],
    ['TIMEOUT_S', '0', /TIMEOUT_S must be a number from 0.1 to 300/],
    ['TIMEOUT_S', '1e2', /TIMEOUT_S/],
    ['CONCURRENCY', '2.5', /CONCURRENCY must be a whole number from 1 to 256/],
    ['CONCURRENCY', '-1', /CONCURRENCY/],
    ['RETRIES', 'many', /RETRIES must be a whole number from 0 to 20/],
    ['MAX_TOKENS', '1', /MAX_TOKENS/],
    ['PRICE_IN', '1', /given together/],
    ['PRICE_OUT', 'NaN', /PRICE_OUT/],
    ['TIMEOUT', '5', /DESKBENCH_LLM_TIMEOUT is no setting: there are .*DESKBENCH_LLM_TIMEOUT_S/],
  ])('refuse %s=%j, and repeat nothing that may be secret', (name, value, message) => {
    const read = () => readSettings({ ...base, [`DESKBENCH_LLM_${name}`]: value });
    expect(read).toThrow(message);
    expect(read).not.toThrow(/hidden/);
  });
});
