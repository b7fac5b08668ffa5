import type { Critic, Proposal } from '../contract/critic.ts';
import type { Policy, Suggestion } from '../contract/policy.ts';
import type { Screen } from '../contract/screen.ts';

/** One input waiting for a model, and what to do with the answer. */
interface Waiting<In, Out> {
  readonly input: In;
  readonly deliver: (output: Out) => void;
}

/** Inputs of many episodes, gathered into calls of one model. */
interface ModelQueue {
  readonly waiting: number;
  /** Sends the oldest inputs, at most one call's worth. */
  flush(): Promise<void>;
}

/** Gathers inputs for `call`. Throws (from `flush`): what the model throws, or where it gives another number of answers. */
class GatheringQueue<In, Out> implements ModelQueue {
  readonly #call: (inputs: readonly In[]) => Promise<Out[]>;
  readonly #name: string;
  readonly #batchSize: number;
  #items: Waiting<In, Out>[] = [];

  constructor(name: string, batchSize: number, call: (inputs: readonly In[]) => Promise<Out[]>) {
    this.#name = name;
    this.#batchSize = batchSize;
    this.#call = call;
  }

  get waiting(): number {
    return this.#items.length;
  }

  add(input: In, deliver: (output: Out) => void): void {
    this.#items.push({ input, deliver });
  }

  async flush(): Promise<void> {
    const items = this.#items.slice(0, this.#batchSize);
    this.#items = this.#items.slice(this.#batchSize);
    const outputs = await this.#call(items.map((item) => item.input));
    if (outputs.length !== items.length)
      throw new Error(`${this.#name} gave ${outputs.length} answers to ${items.length} inputs.`);
    items.forEach((item, i) => {
      item.deliver(outputs[i] as Out);
    });
  }
}

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
