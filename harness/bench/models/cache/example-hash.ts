import { createHash } from 'node:crypto';
import type { CriticExample } from '../../../contract/critic.ts';
import type { Example } from '../../../contract/policy.ts';
import type { Screen } from '../../../contract/screen.ts';
import { canonicalJson } from '../../../shared/canonical-json.ts';

const screens = new WeakMap<Screen, string>();
const parts = new WeakMap<object, string>();

/** SHA-256 of a policy's training examples, their order included, in hex. */
export function examplesHash(examples: readonly Example[]): string {
  return chain(examples, ({ screen, action, session, rejected }) => [
    screenHash(screen),
    canonicalJson({ action, session, rejected }),
  ]);
}

/** SHA-256 of a critic's training examples, their order included, in hex. */
export function criticExamplesHash(examples: readonly CriticExample[]): string {
  return chain(examples, ({ screen, suggestion, accepted, session }) => [
    screenHash(screen),
    canonicalJson({ suggestion, accepted, session }),
  ]);
}

function chain<T>(items: readonly T[], textsOf: (item: T) => readonly string[]): string {
  const hash = createHash('sha256').update(`${items.length}\n`);
  for (const item of items) for (const text of textsOf(item)) hash.update(`${text}\n`);
  return hash.digest('hex');
}

/** Parts that a desk hands out again are written out only once: screens of one session differ in little. */
function screenHash(screen: Screen): string {
  let digest = screens.get(screen);
  if (digest === undefined) {
    const { controls, messages, results, timeline, ...rest } = screen;
    const hash = createHash('sha256').update(`${canonicalJson(rest)}\n`);
    for (const list of [controls, messages, results, timeline]) hash.update(`${list.map(partText).join('\n')}\n\n`);
    digest = hash.digest('hex');
    screens.set(screen, digest);
  }
  return digest;
}

function partText(part: object): string {
  let text = parts.get(part);
  if (text === undefined) {
    text = canonicalJson(part);
    parts.set(part, text);
  }
  return text;
}
