/** Those of the texts that an option takes. */
export function takes(parse: (text: string) => unknown, ...texts: string[]): string[] {
  return texts.filter((text) => {
    try {
      parse(text);
      return true;
    } catch {
      return false;
    }
  });
}
