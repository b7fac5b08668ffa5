/**
 * Two flags that the model's thread shares with its owner. A process that exits while the thread is inside the runtime
 * is aborted with another exit code than it asked for; so the owner closes the turnstile and waits until it is out.
 */
export type Turnstile = Int32Array<SharedArrayBuffer>;

const INSIDE = 0;
const CLOSED = 1;
const LONGEST_WAIT_MS = 30_000;

export function newTurnstile(): Turnstile {
  return new Int32Array(new SharedArrayBuffer(8));
}

/** In the model's thread: does some work inside, unless the turnstile is closed; then it never answers. */
export async function passThrough<T>(turnstile: Turnstile, work: () => Promise<T>): Promise<T> {
  // First in, then look: the owner does it the other way round, so that one of the two sees the other.
  Atomics.store(turnstile, INSIDE, 1);
  if (Atomics.load(turnstile, CLOSED) === 1) {
    leave(turnstile);
    return new Promise<never>(() => {});
  }
  try {
    return await work();
  } finally {
    leave(turnstile);
  }
}

function leave(turnstile: Turnstile): void {
  Atomics.store(turnstile, INSIDE, 0);
  Atomics.notify(turnstile, INSIDE);
}

/** In the owner, at exit: lets nothing more in, and waits until the thread is out. */
export function closeTurnstile(turnstile: Turnstile): void {
  Atomics.store(turnstile, CLOSED, 1);
  Atomics.wait(turnstile, INSIDE, 1, LONGEST_WAIT_MS);
}
