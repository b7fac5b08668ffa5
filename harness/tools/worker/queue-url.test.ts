import { describe, expect, it } from 'vitest';
import { parseQueueUrl, withoutCredentials } from './queue-url.ts';

describe('the address of a queue', () => {
  it.each(['redis://127.0.0.1:6379', 'rediss://user:secret@host:6380/2', 'redis://:secret@[::1]:6379'])(
    'may be %s',
    (url) => {
      expect(parseQueueUrl(url)).toBe(url);
    },
  );

  it.each(['', 'localhost:6379', 'http://secret@host', 'redis://', 'redis://user:p/secret@host'])(
    'may not be "%s", and is not repeated',
    (text) => {
      expect(() => parseQueueUrl(text)).toThrow(/^--queue: give the address/);
      expect(() => parseQueueUrl(text)).not.toThrow('secret');
    },
  );

  it.each([
    ['redis://user:secret@host:6379/1', 'redis://host:6379/1'],
    ['rediss://:se@cret@host', 'rediss://host'],
    ['redis://host?password=secret', 'redis://host'],
    [
      "bench worker --queue 'redis://u:secret@host:1/0?password=secret' --out x",
      "bench worker --queue 'redis://host:1/0' --out x",
    ],
    ['redis://host:6379', 'redis://host:6379'],
  ])('%s is shown as %s', (text, shown) => {
    expect(withoutCredentials(text)).toBe(shown);
  });
});
