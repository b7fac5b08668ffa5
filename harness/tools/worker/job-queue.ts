/**
 * Hands out jobs to workers, by their ids. Each is performed at least once, whatever ends a worker: who performs one must
 * see to it that a second time does no harm. It only hands out: what comes of a job is kept elsewhere, so that a queue
 * that has lost its data is filled again by `submit`.
 */
export interface JobQueue {
  /** Adds the jobs that it does not know; of many workers that ask at once, one adds. Dead ones are known, and stay dead. */
  submit(ids: readonly string[]): Promise<void>;
  /**
   * Performs jobs one after the other, until nothing is left or a stop. A job is leased: where its worker is gone, another
   * gets it. One whose attempt fails is tried again later, a few times, and is then dead.
   */
  work(job: Work): Promise<void>;
  /** Jobs that are given up, each with the reason of its last attempt. */
  dead(): Promise<ReadonlyMap<string, string>>;
  /** Forgets the dead jobs, so that they can be submitted anew. */
  forgetDead(): Promise<void>;
  close(): void;
}

/** What a worker does. */
export interface Work {
  /** Throws: where the attempt failed. */
  perform(id: string): Promise<void>;
  /** Asked where there is no job to be had, now and again while that lasts: whether to leave. */
  isOver(): Promise<boolean>;
  /** Ends the work: the job at hand, whose `perform` is to fail then, goes back to the queue and counts no attempt. */
  readonly stop: AbortSignal;
}
