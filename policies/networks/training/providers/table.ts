import { createHostTrainer } from '../host-trainer.ts';
import type { TrainerMaker } from '../trainer-role.ts';
import { createLoopTrainer } from './loop-trainer.ts';
import { createWebgpuTrainer } from './webgpu-trainer.ts';

/** How a trainer is made on each execution provider. To add one: its maker in a file of its own, its entry here. */
export const TRAINERS: Readonly<Record<string, TrainerMaker>> = {
  cpu: createHostTrainer,
  webgpu: createWebgpuTrainer,
  cuda: createLoopTrainer('cuda'),
};
