// Where a CI service reads its own commands from the output: `::error::…` at the start of a line, `##[…]` anywhere.
const LINE_START =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: our own colour codes may stand before the command
  /^((?:\s|\u001b\[[\d;]*m)*):(?=:)/gm;

/** Output in which no line is a workflow command of a CI service. */
export function disarmCommands(output: string): string {
  return output.replace(LINE_START, '$1: ').replaceAll('##[', '## [');
}
