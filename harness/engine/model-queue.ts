/** One input waiting for a model, and what to do with the answer. */
interface Waiting<In, Out> {
  readonly input: In;
  readonly deliver: (output: Out) => void;
}

/** Inputs of many episodes, gathered into calls of one model. */
export interface ModelQueue {
  readonly waiting: number;
  /** Sends the oldest inputs, at most one call's worth. */
  flush(): Promise<void>;
}

/** Gathers inputs for `call`. Throws (from `flush`): what the model throws, or where it gives another number of answers. */
export class GatheringQueue<In, Out> implements ModelQueue {
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
