/** Element types that the gradient graphs use. */
export type ElementType = 'float32' | 'float64' | 'int32' | 'int64' | 'bool';

/** A dimension: a number, or a name that stands for one known only when the graph runs. */
export type Dim = number | string;

/** One tensor of a graph: its name, element type and shape. Carries no data. */
export interface Value {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly Dim[];
  /** What a constant vector of integers holds: shape rules read axes and sizes from it. */
  readonly ints?: readonly number[];
}

/** Attributes of an ONNX node: integers, lists of integers, text, or a number of floating point. */
export type Attributes = Readonly<Record<string, number | string | readonly number[] | { readonly float: number }>>;

/** Element type and shape of a node's output. */
interface OutputType {
  readonly type: ElementType;
  readonly shape: readonly Dim[];
}

/** One ONNX node as the graph holds it. */
export interface GraphNode {
  readonly operator: OperatorName;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
}

/** What an operator's VJP may do: add further nodes to the graph. */
export interface Emitter {
  /** Applies a single-output operator. */
  apply(operator: OperatorName, inputs: readonly Value[], attributes?: Attributes): Value;
  /** Applies an operator with any number of outputs. */
  applyMany(operator: OperatorName, inputs: readonly Value[], attributes?: Attributes): readonly Value[];
  /** Several nodes as one, with a VJP by hand in place of those of its nodes. Nothing else may read what lies between. */
  composed(inputs: readonly Value[], build: () => Pick<Composed, 'output' | 'vjp'>): Value;
  /** A constant scalar of the graph's float type. */
  scalar(value: number): Value;
  /** A constant int64 vector. */
  ints(values: readonly number[]): Value;
}

/** Nodes that count as one. */
export interface Composed {
  readonly inputs: readonly Value[];
  readonly output: Value;
  /** The gradients of the inputs, given that of the output; it may use what the nodes between made. */
  readonly vjp: (gradient: Value) => readonly (Value | null)[];
  /** Its first node, and the one after its last. */
  readonly from: number;
  readonly to: number;
}

/** A node's gradient: given the gradients of its outputs, those of its inputs (null: none flows). */
export type Vjp = (emit: Emitter, node: GraphNode, gradients: readonly Value[]) => readonly (Value | null)[];

/** One ONNX operator: its shape rule and, where it is differentiable, its vector-Jacobian product. */
export interface GraphOperator {
  /** Throws: when the inputs do not fit, naming both shapes. */
  infer(inputs: readonly Value[], attributes: Attributes): readonly OutputType[];
  readonly vjp?: Vjp;
}

/** Names of the operators that the table holds. */
export type OperatorName =
  | 'Add'
  | 'Sub'
  | 'Mul'
  | 'Div'
  | 'Neg'
  | 'Exp'
  | 'Log'
  | 'Sqrt'
  | 'Tanh'
  | 'Sigmoid'
  | 'Relu'
  | 'Sign'
  | 'Erf'
  | 'Min'
  | 'BitwiseXor'
  | 'ReduceSum'
  | 'ReduceMean'
  | 'MatMul'
  | 'Softmax'
  | 'LogSoftmax'
  | 'LayerNormalization'
  | 'Reshape'
  | 'Transpose'
  | 'Concat'
  | 'Split'
  | 'Expand'
  | 'Shape'
  | 'Identity'
  | 'Unsqueeze'
  | 'Gather'
  | 'GatherElements'
  | 'ScatterElements';

/** The n-th input; throws when the caller gave too few. */
export function operand(inputs: readonly Value[], index: number): Value {
  const value = inputs[index];
  if (value === undefined) throw new Error(`operand ${index} is missing: give the operator all its inputs`);
  return value;
}

/** Whether two shapes are the same, name by name. */
export function sameShape(a: readonly Dim[], b: readonly Dim[]): boolean {
  return a.length === b.length && a.every((dim, axis) => dim === b[axis]);
}

/** The axis counted from the front, whatever sign it was given with. */
export function frontAxis(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/** The integers that a constant operand holds. Throws: when it is not a constant made by `ints`. */
export function constantInts(inputs: readonly Value[], index: number): readonly number[] {
  const { name, ints } = operand(inputs, index);
  if (!ints) throw new Error(`"${name}" must be a constant: make it with ints()`);
  return ints;
}
