/** Looks that a terminal text can have. */
export type Look = 'strong' | 'quiet' | 'good' | 'bad' | 'plain';
export type Paint = (look: Look, text: string) => string;

const CODES: Readonly<Record<Exclude<Look, 'plain'>, string>> = { strong: '1', quiet: '2', good: '32', bad: '31' };

/** Colours for a terminal that takes them; without colour the texts stay as they are. */
export function paintFor(colour: boolean): Paint {
  if (!colour) return (_look, text) => text;
  return (look, text) => (look === 'plain' || text === '' ? text : `\u001b[${CODES[look]}m${text}\u001b[0m`);
}
