import type { Attributes, Composed, Dim, ElementType, Emitter, GraphNode, OperatorName, Value } from './operator.ts';
import { OPERATORS } from './operators/table.ts';

/** A tensor stored in the model file. */
export interface Initializer {
  readonly value: Value;
  readonly data: Float32Array | Float64Array | BigInt64Array;
}

/** A graph of ONNX operators under construction. Nodes are kept in an order in which they can run. */
export class Graph implements Emitter {
  readonly float: 'float32' | 'float64';
  readonly nodes: GraphNode[] = [];
  /** Nodes that count as one, whole ones after those within them. */
  readonly composites: Composed[] = [];
  readonly inputs: Value[] = [];
  readonly outputs: { readonly name: string; readonly value: Value }[] = [];
  readonly initializers: Initializer[] = [];
  readonly #constants = new Map<string, Value>();
  #count = 0;

  /** Float64 graphs exist for checks against finite differences. */
  constructor(float: 'float32' | 'float64' = 'float32') {
    this.float = float;
  }

  input(name: string, type: ElementType, shape: readonly Dim[]): Value {
    const value = { name, type, shape };
    this.inputs.push(value);
    return value;
  }

  output(name: string, value: Value): void {
    this.outputs.push({ name, value });
  }

  /** A stored tensor of the graph's float type. */
  initializer(name: string, shape: readonly number[], data: Float32Array): Value {
    const value = { name, type: this.float, shape };
    this.initializers.push({ value, data: this.float === 'float32' ? data : Float64Array.from(data) });
    return value;
  }

  apply(operator: OperatorName, inputs: readonly Value[], attributes: Attributes = {}): Value {
    const [output, ...more] = this.applyMany(operator, inputs, attributes);
    if (output === undefined || more.length > 0) throw new Error(`${operator} has ${more.length + 1} outputs, not one`);
    return output;
  }

  applyMany(operator: OperatorName, inputs: readonly Value[], attributes: Attributes = {}): readonly Value[] {
    const types = OPERATORS[operator].infer(inputs, attributes);
    const outputs = types.map(({ type, shape }) => ({ name: `${operator}_${this.#count++}`, type, shape }));
    this.nodes.push({ operator, inputs, outputs, attributes });
    return outputs;
  }

  composed(inputs: readonly Value[], build: () => Pick<Composed, 'output' | 'vjp'>): Value {
    const from = this.nodes.length;
    const made = build();
    this.composites.push({ ...made, inputs, from, to: this.nodes.length });
    return made.output;
  }

  scalar(value: number): Value {
    return this.#constant(`scalar ${value}`, () => ({
      value: { name: `scalar_${this.#count++}`, type: this.float, shape: [] },
      data: this.float === 'float32' ? Float32Array.of(value) : Float64Array.of(value),
    }));
  }

  ints(values: readonly number[]): Value {
    return this.#constant(`ints ${values.join(' ')}`, () => ({
      value: { name: `ints_${this.#count++}`, type: 'int64', shape: [values.length], ints: values },
      data: BigInt64Array.from(values, BigInt),
    }));
  }

  #constant(key: string, make: () => Initializer): Value {
    const known = this.#constants.get(key);
    if (known) return known;
    const made = make();
    this.initializers.push(made);
    this.#constants.set(key, made.value);
    return made.value;
  }
}
