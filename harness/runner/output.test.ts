import fc from 'fast-check';
import { expect, it } from 'vitest';
import { captureOutput } from '../capture-output.ts';
import { printCommands } from './output.ts';

function printed(text: string): string {
  const output = captureOutput();
  try {
    printCommands(text);
    return output.text();
  } finally {
    output.end();
  }
}

it('annotations go out as they are, and nothing else is a command', () => {
  const good = '::error title=FAIL%3A a%2C b::one%0Atwo: ::not one::\n::notice title=::\n';
  expect(printed(good)).toBe(good);
  expect(
    printed('::warning title=a::::b\n::error file=a,line=1::b\n ::stop-commands::x\n::error title=a,file=b::c'),
  ).toBe('::warning title=a::: :b\n: :error file=a,line=1::b\n : :stop-commands::x\n: :error title=a,file=b::c\n');
  expect(printed('::error title=##[x\u001b[1m]::##[error]\r::error::a')).toBe(
    '::error title=## [x\\u001b[1m]::## [error]\\r::error::a\n',
  );
});

it('no line that is printed is a command of another kind', () => {
  const unit = fc.constantFrom(
    '::',
    ':',
    'error',
    ' title=',
    'a',
    '\n',
    '\r',
    '\u2028',
    '##[',
    '##vso[',
    ' ',
    ',',
    '\ud800',
  );
  fc.assert(
    fc.property(fc.string({ unit }), (text) => {
      for (const line of printed(text).split(/[\n\r\u0085\u2028\u2029]/)) {
        expect(line).toMatch(/^(?!\s*::)|^::(error|warning|notice) title=[^:,]*::/);
        expect(line).not.toMatch(/##\w*\[/);
      }
    }),
    { numRuns: 1000, seed: 1 },
  );
});
