import type { Critic, Proposal } from '../contract/critic.ts';
import type { Policy, Suggestion } from '../contract/policy.ts';
import type { Screen } from '../contract/screen.ts';
import { GatheringQueue, type ModelQueue } from './model-queue.ts';

/** One queue for each model that a run meets. */
export class ModelQueues {
  readonly #batchSize: number;
  readonly #policies = new Map<Policy, GatheringQueue<Screen, Suggestion>>();
  readonly #critics = new Map<Critic, GatheringQueue<Proposal, number>>();

  constructor(batchSize: number) {
    this.#batchSize = batchSize;
  }

  queues(): readonly ModelQueue[] {
    return [...this.#policies.values(), ...this.#critics.values()];
  }

  ofPolicy(policy: Policy): GatheringQueue<Screen, Suggestion> {
    let queue = this.#policies.get(policy);
    if (!queue) {
      queue = new GatheringQueue(`Policy "${policy.name}"`, this.#batchSize, (screens) => policy.suggest(screens));
      this.#policies.set(policy, queue);
    }
    return queue;
  }

  ofCritic(critic: Critic): GatheringQueue<Proposal, number> {
    let queue = this.#critics.get(critic);
    if (!queue) {
      queue = new GatheringQueue(`Critic "${critic.name}"`, this.#batchSize, (proposals) => critic.score(proposals));
      this.#critics.set(critic, queue);
    }
    return queue;
  }
}
