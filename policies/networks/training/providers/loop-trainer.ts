import { create, toBinary } from '@bufbuild/protobuf';
import {
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  type GraphProto,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from 'onnx-buf';

import { IR_VERSION, OPSET, signatureOf, toGraphProto } from '../../graph/serialize.ts';
import { loadModel, type Model } from '../../onnx/load-model.ts';
import type { ModelSignature, TensorSpec } from '../../onnx/signature.ts';
import { float32, floats, type TensorData, type Tensors } from '../../onnx/tensor.ts';
import { adamWScalars } from '../adamw.ts';
import { THREADS } from '../host-trainer.ts';
import type { Trainer, TrainerMaker, TrainerOptions, TrainingBatch } from '../trainer-role.ts';
import { parametersOf, startingTensors, stateOf } from '../trainer-state.ts';
import { LOSS_OUTPUT, STEP_OUTPUTS, STEP_SCALARS, type TrainingGraph } from '../training-graph.ts';

/** The most steps of one run: enough that moving the state between host and device costs little. */
export const LONGEST_RUN = 32;

/**
 * Trainers that make many steps in one run of the model, for providers that give their memory's contents to nobody
 * between runs: the state crosses over once a run, not once a step. Give them batches of one shape by `steps`.
 */
export function createLoopTrainer(provider: string): TrainerMaker {
  return async (training, options) => {
    const { bytes, signature } = loopModel(training);
    const state = startingTensors(options);
    const model = await loadModel(bytes, signature, { providers: [provider], threads: THREADS, state });
    return loopTrainer(model, options);
  };
}

function loopTrainer(model: Model, options: TrainerOptions): Trainer {
  let made = options.state?.steps ?? 0;
  const run = async (batches: readonly TrainingBatch[]) => {
    const outputs = await model.run({ ...stackFeeds(batches), ...stackScalars(batches, made, options.weightDecay) });
    made += batches.length;
    return [...floats(outputs, LOSS_OUTPUT)];
  };
  const steps: Trainer['steps'] = async (batches) => {
    const losses: number[] = [];
    for (const one of runsOfOneShape(batches, LONGEST_RUN)) losses.push(...(await run(one)));
    return losses;
  };
  const state = async () => stateOf(await model.state(), options.parameters, made);
  return {
    provider: model.provider,
    longestRun: LONGEST_RUN,
    steps,
    step: async (feeds, rate) => (await steps([{ feeds, rate }]))[0]!,
    parameters: async () => parametersOf(await model.state(Object.keys(options.parameters)), options.parameters),
    state,
    dispose: () => model.dispose(),
  };
}

function stackFeeds(batches: readonly TrainingBatch[]): Tensors {
  const names = Object.keys(batches[0]?.feeds ?? {});
  return Object.fromEntries(names.map((name) => [name, stackTensors(batches.map(({ feeds }) => feeds[name]!))]));
}

function stackScalars(batches: readonly TrainingBatch[], made: number, weightDecay: number): Tensors {
  const scalars = batches.map(({ rate }, index) => adamWScalars(made + index + 1, rate, weightDecay));
  return Object.fromEntries(
    STEP_SCALARS.map((name) => [
      name,
      float32(
        [batches.length],
        Float32Array.from(scalars, (one) => one[name]),
      ),
    ]),
  );
}

/** A model that makes as many steps in one run as its inputs hold minibatches, and what it takes and gives. */
interface LoopModel {
  readonly bytes: Uint8Array;
  readonly signature: ModelSignature;
}

/** Names within the loop, so that none hides a name outside it. */
const inside = (name: string) => (name === '' ? '' : `step/${name}`);
const next = (name: string) => `${name}.next`;
const [TRIPS, COUNT, GO_ON, GOES_ON] = ['trips', inside('count'), inside('go on'), inside('goes on')];

/**
 * Wraps a training step in one ONNX Loop, the state carried from step to step on the device. The minibatch's inputs,
 * the step's scalars and outputs get a leading axis: the step.
 */
function loopModel({ graph, carried }: TrainingGraph): LoopModel {
  const step = toGraphProto(graph);
  const stacked = step.input.filter(({ name }) => !carried.includes(name));
  const inputOf = (name: string) => step.input.find((input) => input.name === name)!;
  const loop = node('Loop', [TRIPS, '', ...carried], [...carried.map(next), ...STEP_OUTPUTS]);
  loop.attribute = [
    create(AttributeProtoSchema, {
      name: 'body',
      type: AttributeType.GRAPH,
      g: loopBody(step, carried, stacked),
    }),
  ];
  const model = create(ModelProtoSchema, {
    irVersion: IR_VERSION,
    producerName: 'deskbench',
    opsetImport: [{ domain: '', version: OPSET }],
    graph: create(GraphProtoSchema, {
      name: 'steps',
      node: [node('Shape', [stacked.find(({ name }) => name === 'rate')!.name], [TRIPS]), loop],
      input: [...carried.map(inputOf), ...stacked.map(withStepAxis)],
      output: [
        ...carried.map((name) => renamed(inputOf(name), next(name))),
        ...STEP_OUTPUTS.map((output) => withStepAxis(step.output.find(({ name }) => name === output)!)),
      ],
    }),
  });
  return { bytes: toBinary(ModelProtoSchema, model), signature: loopSignature(signatureOf(graph), carried) };
}

/** The step as a loop's body: it takes its minibatch out of the stack outside by the count of the trip. */
function loopBody(step: GraphProto, carried: readonly string[], stacked: readonly ValueInfoProto[]): GraphProto {
  const inner = step.node.map((one) => ({ ...one, input: one.input.map(inside), output: one.output.map(inside) }));
  const gathered = stacked.map(({ name }) => node('Gather', [name, COUNT], [inside(name)]));
  const outputs = [...carried.map(next), ...STEP_OUTPUTS].map((name) => step.output.find((one) => one.name === name)!);
  const inputs = carried.map((name) => step.input.find((one) => one.name === name)!);
  return create(GraphProtoSchema, {
    name: 'step',
    node: [...gathered, node('Identity', [GO_ON], [GOES_ON]), ...inner],
    initializer: step.initializer.map((one) => ({ ...one, name: inside(one.name) })),
    input: [scalarInfo(COUNT, DataType.INT64), scalarInfo(GO_ON, DataType.BOOL), ...inputs.map(moved)],
    output: [scalarInfo(GOES_ON, DataType.BOOL), ...outputs.map(moved)],
  });
}

function loopSignature({ inputs, outputs }: ModelSignature, carried: readonly string[]): ModelSignature {
  const fixed = new Set([...carried, ...carried.map(next)]);
  const stack = (specs: Readonly<Record<string, TensorSpec>>) =>
    Object.fromEntries(
      Object.entries(specs).map(([name, spec]) => [
        name,
        fixed.has(name) ? spec : { ...spec, shape: [null, ...spec.shape] },
      ]),
    );
  return { inputs: stack(inputs), outputs: stack(outputs) };
}

function node(opType: string, input: readonly string[], output: readonly string[]): NodeProto {
  return create(NodeProtoSchema, { opType, input: [...input], output: [...output] });
}

function scalarInfo(name: string, elemType: DataType): ValueInfoProto {
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: 'tensorType', value: { elemType, shape: { dim: [] } } } },
  });
}

function renamed(info: ValueInfoProto, name: string): ValueInfoProto {
  return { ...info, name };
}

function moved(info: ValueInfoProto): ValueInfoProto {
  return renamed(info, inside(info.name));
}

function withStepAxis({ name, type }: ValueInfoProto): ValueInfoProto {
  const tensor = type?.value.case === 'tensorType' ? type.value.value : undefined;
  const dim = [{ value: { case: 'dimParam' as const, value: 'steps' } }, ...(tensor?.shape?.dim ?? [])];
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: 'tensorType', value: { elemType: tensor?.elemType ?? 0, shape: { dim } } } },
  });
}

/** Splits batches into runs of at most `longest` neighbours of one shape. */
export function runsOfOneShape(batches: readonly TrainingBatch[], longest: number): TrainingBatch[][] {
  const runs: TrainingBatch[][] = [];
  for (const batch of batches) {
    const run = runs.at(-1);
    if (run && run.length < longest && shapeOf(run[0]!.feeds) === shapeOf(batch.feeds)) run.push(batch);
    else runs.push([batch]);
  }
  return runs;
}

function shapeOf(feeds: Tensors): string {
  return Object.keys(feeds)
    .sort()
    .map((name) => `${name} ${feeds[name]!.type} ${feeds[name]!.shape.join(',')}`)
    .join('; ');
}

/** Tensors of one shape, one after the other under a new leading axis. */
export function stackTensors(tensors: readonly TensorData[]): TensorData {
  const [{ type, shape, data }] = tensors as [TensorData];
  const all = new (data.constructor as new (size: number) => TensorData['data'])(data.length * tensors.length);
  for (const [index, one] of tensors.entries()) all.set(one.data as never, index * data.length);
  return { type, shape: [tensors.length, ...shape], data: all };
}
