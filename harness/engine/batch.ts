import type { Catalog } from '../contract/catalog.ts';
import { type Awaitable, type Environment, InfrastructureError } from '../contract/environment.ts';
import type { Example } from '../contract/policy.ts';
import type { Cell, Scenario } from '../contract/scenario.ts';
import type { Trace } from '../contract/trace.ts';
import type { World } from '../contract/world.ts';
import { createStreams } from '../shared/streams.ts';
import { createCriticality } from './cached-criticality.ts';
import type { Command, EpisodeEvent } from './command.ts';
import { DeskPool } from './desk-pool.ts';
import { beginEpisode, place } from './episode.ts';
import type { EpisodeLimits } from './episode-limits.ts';
import { type Finished, InOrder } from './in-order.ts';
import { ModelQueues } from './model-queues.ts';
import { openEpisode } from './open-episode.ts';
import type { Review } from './review.ts';
import type { CellRoles } from './roles.ts';
import { carryOut, locatedError, move, type RunningEpisode } from './running-episode.ts';

export interface BatchOptions {
  readonly catalog: Catalog;
  readonly rolesOf: (cell: Cell) => CellRoles;
  /** Opens a desk. Called once for each episode that runs at a time, and again after a failure. */
  readonly openEnvironment: () => Awaitable<Environment>;
  /** Where closed-loop episodes take place; open loop needs none. */
  readonly world?: World | undefined;
  /** How many episodes run at a time. Bounds the memory. */
  readonly concurrency?: number | undefined;
  /** Most inputs in one call of a model. */
  readonly batchSize?: number;
  /** How often an episode is begun again on a fresh desk before it counts as crashed. */
  readonly maxRetries?: number;
  /** Absent: no episode is given up, and nobody hears of crashes before the end. */
  readonly limits?: EpisodeLimits | undefined;
  /** Whether accepts and rejects of critical suggestions are handed out with the trace. */
  readonly collectReviews?: boolean;
  /** Whether what was decided on each screen, right or wrong, is handed out with the trace as training examples. */
  readonly collectExamples?: boolean;
  /** Called once for each scenario, in the order of `scenarios` whatever ran first. */
  readonly onEpisode: (trace: Trace, reviews: readonly Review[], examples: readonly Example[]) => void;
}

const MAX_RETRIES = 2;
/** Calls' worth of episodes at a time: while a model's thread works on one call, the next are prepared here. */
const CALLS_AT_A_TIME = 4;
/** How many finished episodes may wait for an earlier one, as a multiple of the concurrency. */
const WAITING_FACTOR = 8;
/** Episodes between two rests in which the process may hear signals, and what a model's call counts as among them. */
const EPISODES_BETWEEN_RESTS = 512;
const CALL_IN_EPISODES = 64;

/**
 * Runs every scenario to its end, many at a time, and hands out their traces in order. The traces do
 * not depend on concurrency, batch size or on whether the desk answers at once or later.
 *
 * Throws: what a role throws that is not the desk's failure, naming session, step, cell and seed.
 */
export function runEpisodes(scenarios: Iterable<Scenario>, options: BatchOptions): Promise<void> {
  return new Scheduler(scenarios, options).run();
}

class Scheduler {
  readonly #options: BatchOptions;
  readonly #concurrency: number;
  readonly #batchSize: number;
  readonly #scenarios: Iterator<Scenario>;
  readonly #critical: ReturnType<typeof createCriticality>;
  readonly #models: ModelQueues;
  readonly #desks: DeskPool;
  readonly #finished = new InOrder((finished) => this.#handOut(finished));
  #exhausted = false;
  #active = 0;
  #calls = 0;
  #started = 0;
  #sinceRest = 0;
  #pumping = false;
  #resting = false;
  #failed = false;
  #resolve: () => void = () => {};
  #reject: (error: unknown) => void = () => {};

  constructor(scenarios: Iterable<Scenario>, options: BatchOptions) {
    this.#options = options;
    this.#batchSize = options.limits?.watch ? 1 : (options.batchSize ?? 256);
    this.#models = new ModelQueues(this.#batchSize);
    this.#concurrency = options.concurrency ?? CALLS_AT_A_TIME * this.#batchSize;
    this.#scenarios = scenarios[Symbol.iterator]();
    this.#critical = createCriticality(options.catalog);
    this.#desks = new DeskPool(() => options.openEnvironment());
  }

  async run(): Promise<void> {
    const finished = new Promise<void>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    try {
      this.#pump();
      await finished;
    } finally {
      await this.#desks.close();
    }
  }

  /** Starts what may start, and calls the models when nothing else can go on. */
  #pump(): void {
    if (this.#pumping || this.#resting || this.#failed) return;
    this.#pumping = true;
    try {
      while (this.#mayStart()) this.#start();
      this.#callModels();
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#pumping = false;
    }
    if (this.#exhausted && this.#active === 0) this.#resolve();
    else if (this.#sinceRest >= EPISODES_BETWEEN_RESTS) {
      this.#resting = true;
      setImmediate(() => {
        this.#resting = false;
        this.#sinceRest = 0;
        this.#pump();
      });
    }
  }

  #mayStart(): boolean {
    return (
      !this.#exhausted &&
      !this.#failed &&
      this.#active < this.#concurrency &&
      this.#started - this.#finished.done < this.#concurrency * WAITING_FACTOR &&
      this.#sinceRest < EPISODES_BETWEEN_RESTS
    );
  }

  #start(): void {
    const next = this.#scenarios.next();
    this.#exhausted = next.done === true;
    if (next.done) return;
    const scenario = next.value;
    const order = this.#started++;
    this.#active++;
    this.#sinceRest++;
    const roles = this.#options.rolesOf(scenario.cell);
    const rules = { critical: this.#critical, suggests: roles.policy !== null, gate: roles.critic && roles.gate };
    const streams = createStreams({ seed: scenario.seed, session: scenario.session.id });
    const beginning = openEpisode(scenario, this.#options.world, streams, this.#options.catalog);
    const use = (environment: Environment) => {
      const { state, command } = beginEpisode(scenario, rules, beginning);
      const fresh = { reviews: [], examples: [], later: false, busy: null, over: false };
      const slot: RunningEpisode = { order, roles, streams, beginning, environment, state, ...fresh };
      slot.endWatch = this.#options.limits?.watch?.(() => this.#giveUp(slot));
      this.#go(slot, command);
    };
    const desk = this.#desks.take();
    if (desk instanceof Promise) this.#later(desk.then(use));
    else use(desk);
  }

  /** Carries commands out until one has to wait. */
  #go(slot: RunningEpisode, first: Command): void {
    let command = first;
    try {
      for (;;) {
        const event = this.#answer(slot, command);
        if (event === null) return;
        if (event instanceof Promise) {
          slot.busy = event;
          this.#later(
            event.then(
              (answer) => this.#resume(slot, answer),
              (error) => this.#recover(slot, error),
            ),
          );
          return;
        }
        command = move(slot, event);
      }
    } catch (error) {
      this.#recover(slot, error);
    }
  }

  /** Null: the episode is finished or waits for a model. */
  #answer(slot: RunningEpisode, command: Command): EpisodeEvent | Promise<EpisodeEvent> | null {
    const { policy, critic } = slot.roles;
    switch (command.kind) {
      case 'finish':
        this.#finish(slot, command.trace);
        return null;
      case 'suggest':
        if (policy === null)
          throw new Error(`${place(slot.state)}: a suggestion is asked for, but there is no policy.`);
        this.#models
          .ofPolicy(policy)
          .add(command.screen, (suggestion) => this.#resume(slot, { kind: 'suggested', suggestion }));
        return null;
      case 'score':
        if (critic === null) throw new Error(`${place(slot.state)}: a score is asked for, but there is no critic.`);
        this.#models.ofCritic(critic).add(command.proposal, (score) => this.#resume(slot, { kind: 'scored', score }));
        return null;
      default:
        return carryOut(slot, command, this.#options);
    }
  }

  #resume(slot: RunningEpisode, event: EpisodeEvent): void {
    if (!this.#failed && !slot.over) this.#go(slot, move(slot, event));
  }

  /** Full calls go out at once; a call that is not full waits until no other is under way. */
  #callModels(): void {
    const queues = this.#models.queues();
    for (const queue of queues) while (queue.waiting >= this.#batchSize) this.#call(queue.flush());
    if (this.#calls > 0) return;
    for (const queue of queues) if (queue.waiting > 0) this.#call(queue.flush());
  }

  #call(answered: Promise<void>): void {
    this.#calls++;
    this.#sinceRest += CALL_IN_EPISODES;
    this.#later(
      answered.then(() => {
        this.#calls--;
      }),
    );
  }

  /** Goes on when something that was waited for has happened. */
  #later(happened: Promise<void>): void {
    happened.then(
      () => this.#pump(),
      (error) => this.#fail(error),
    );
  }

  /** Begins an episode again on a fresh desk where the desk failed; any other error ends the run. */
  #recover(slot: RunningEpisode, error: unknown): void {
    if (this.#failed || slot.over) return;
    if (!(error instanceof InfrastructureError)) {
      this.#fail(locatedError(error, slot.state));
      return;
    }
    const broken = this.#desks.drop(slot.environment);
    // What did not come to its end teaches nothing, whether it is begun again or not.
    Object.assign(slot, { reviews: [], examples: [] });
    const retries = slot.state.retries + 1;
    if (retries > (this.#options.maxRetries ?? MAX_RETRIES)) {
      this.#later(broken.then(() => this.#go(slot, move(slot, { kind: 'failed' }))));
      return;
    }
    const reopen = async () => {
      await broken;
      if (slot.over) return;
      const { state, command } = beginEpisode(slot.state.scenario, slot.state.rules, slot.beginning, retries);
      slot.state = state;
      try {
        slot.environment = await this.#desks.openNew();
      } catch (failure) {
        this.#recover(slot, failure);
        return;
      }
      if (slot.over) await this.#desks.drop(slot.environment);
      else this.#go(slot, command);
    };
    this.#later(reopen());
  }

  /** Ends an episode that took too long. What its models still answer is not heard; its desk first ends what it is at. */
  #giveUp(slot: RunningEpisode): void {
    if (this.#failed || slot.over) return;
    Object.assign(slot, { over: true, reviews: [], examples: [] });
    const atRest = Promise.resolve(slot.busy).catch(() => undefined);
    this.#later(
      atRest
        .then(() => this.#desks.drop(slot.environment))
        .then(() => this.#go(slot, move(slot, { kind: 'failed', timedOut: true }))),
    );
  }

  #finish(slot: RunningEpisode, trace: Trace): void {
    slot.endWatch?.();
    this.#active--;
    if (trace.end !== 'crashed') this.#desks.giveBack(slot.environment);
    this.#finished.add(slot.order, { trace, reviews: slot.reviews, examples: slot.examples });
  }

  #handOut({ trace, reviews, examples }: Finished): void {
    this.#options.onEpisode(trace, reviews, examples);
    const stop = trace.end === 'crashed' && this.#options.limits?.onCrash?.(trace);
    if (stop) this.#fail(stop);
  }

  #fail(error: unknown): void {
    this.#failed = true;
    this.#reject(error);
  }
}
