import { vi } from 'vitest';

/** Catches what this process writes, for tests. */
export interface CapturedOutput {
  /** All that was written so far, both streams in order. */
  text(): string;
  /** Lets the process write again. */
  end(): void;
}

/** Catches standard output and error until `end`. */
export function captureOutput(): CapturedOutput {
  const written: string[] = [];
  const take = (chunk: string | Uint8Array) => written.push(String(chunk)) > 0;
  const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockImplementation(take));
  return {
    text: () => written.join(''),
    end() {
      for (const spy of spies) spy.mockRestore();
    },
  };
}
