import { UsageError } from '../../runner/exit-code.ts';

/** Throws: `UsageError` where the text is no address of a Redis server. It never shows the text, which may hold a password. */
export function parseQueueUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && ['redis:', 'rediss:'].includes(url.protocol) && url.hostname !== '') return text;
  throw new UsageError(
    '--queue: give the address of a Redis or Valkey server, such as redis://127.0.0.1:6379 or rediss://user:password@host:6380.',
  );
}

/** The text without users, passwords and parameters of the addresses of Redis servers in it. */
export const withoutCredentials = (text: string): string =>
  text.replace(/\b(rediss?:\/\/)(?:\S*@)?([^\s?'"]*)(?:\?[^\s'"]*)?/gi, '$1$2');
