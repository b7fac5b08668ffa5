import { messageOf } from '../../../harness/shared/message-of.ts';

/** A provider that was asked for first and cannot be had here, and why, in one line. */
export interface Refused {
  readonly provider: string;
  readonly reason: string;
}

/** The provider in use, with those that were refused: `cpu (refused: cuda: CUDA's libraries are missing)`. */
export function providerName(used: string, refused: readonly Refused[]): string {
  const reasons = refused.map(({ provider, reason }) => `${provider}: ${reason}`).join('; ');
  return reasons === '' ? used : `${used} (refused: ${reasons})`;
}

/** Why a model cannot be loaded, without the words that say that it cannot. */
export function reasonOf(error: unknown): string {
  const message = messageOf(error);
  const [, reason] = /^model cannot be loaded on [^:]+: (.*)$/s.exec(message) ?? [];
  return reason ?? message;
}
