import { type Operator, operand } from '../operator.ts';

/**
 * Rows of a table picked by id, and their VJP.
 *
 * The gradient is a ScatterElements(add): on the CPU provider it is exact and repeatable with any number of
 * threads, where ScatterND(add) loses updates of repeated ids when two threads run.
 */
export const lookup = {
  /** Table [rows] or [rows, width], ids of any shape, axis 0. */
  Gather: {
    infer(inputs) {
      const [table, ids] = [operand(inputs, 0), operand(inputs, 1)];
      if (table.shape.length > 2) throw new Error(`table "${table.name}" has rank ${table.shape.length}: use 1 or 2`);
      return [{ type: table.type, shape: [...ids.shape, ...table.shape.slice(1)] }];
    },
    vjp(emit, node, [dy]) {
      const [table, ids] = [operand(node.inputs, 0), operand(node.inputs, 1)];
      const width = table.shape[1];
      const zeros = emit.apply('Sub', [table, table]);
      if (width === undefined) {
        const flat = emit.ints([-1]);
        const [rows, updates] = [emit.apply('Reshape', [ids, flat]), emit.apply('Reshape', [dy!, flat])];
        return [emit.apply('ScatterElements', [zeros, rows, updates], { axis: 0, reduction: 'add' }), null];
      }
      const updates = emit.apply('Reshape', [dy!, emit.ints([-1, Number(width)])]);
      const rows = emit.apply('Expand', [
        emit.apply('Reshape', [ids, emit.ints([-1, 1])]),
        emit.apply('Shape', [updates]),
      ]);
      return [emit.apply('ScatterElements', [zeros, rows, updates], { axis: 0, reduction: 'add' }), null];
    },
  },
  /** Only VJPs use it: it needs no gradient of its own. */
  ScatterElements: { infer: (inputs) => [{ type: operand(inputs, 0).type, shape: operand(inputs, 0).shape }] },
} as const satisfies Record<string, Operator>;
