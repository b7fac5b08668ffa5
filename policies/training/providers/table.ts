import { createHostTrainer } from '../host-trainer.ts';
import type { TrainerMaker } from '../trainer-role.ts';

/** How a trainer is made on each execution provider. To add one: its maker in a file of its own, its entry here. */
export const TRAINERS: Readonly<Record<string, TrainerMaker>> = {
  cpu: createHostTrainer,
};
