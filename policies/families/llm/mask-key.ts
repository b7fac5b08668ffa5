/** Shortest piece of a key that is taken out wherever it stands. Shorter ones say little and are parts of words. */
const PIECE = 6;
/** Shortest piece that is taken out at either end of a text, where it was cut. */
const PIECE_AT_END = 3;

/**
 * Text without a secret: whole, in pieces, and as JSON or an address would write it. An answer that is cut in the middle of
 * a key shows nothing of it, nor does one that repeats its beginning or end only.
 */
export function maskKey(text: string, key: string | null): string {
  if (key === null || key === '') return text;
  const hidden = new Uint8Array(text.length);
  for (const written of new Set([key, JSON.stringify(key).slice(1, -1), encodeURIComponent(key)]))
    hidePieces(text, written, hidden);
  let masked = '';
  for (let at = 0; at < text.length; at++) {
    if (hidden[at] === 0) masked += text[at];
    else if (hidden[at - 1] !== 1) masked += '[key]';
  }
  return masked;
}

function hidePieces(text: string, key: string, hidden: Uint8Array): void {
  const size = Math.min(PIECE, key.length);
  const pieces = new Set(Array.from({ length: key.length - size + 1 }, (_, at) => key.slice(at, at + size)));
  for (let at = 0; at + size <= text.length; at++)
    if (pieces.has(text.slice(at, at + size))) hidden.fill(1, at, at + size);
  for (let length = size - 1; length >= PIECE_AT_END; length--) {
    if (text.endsWith(key.slice(0, length))) hidden.fill(1, text.length - length);
    if (text.startsWith(key.slice(-length))) hidden.fill(1, 0, length);
  }
}
