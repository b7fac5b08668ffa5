import { InfrastructureError } from '../../harness/contract/environment.ts';

/** The work's answer. Throws: `InfrastructureError` where it takes longer than `limitMs`; its late answer is dropped. */
export async function withinTime<T>(work: Promise<T>, limitMs: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new InfrastructureError(`The browser did not answer within ${limitMs} ms at ${what}.`)),
      limitMs,
    );
  });
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
