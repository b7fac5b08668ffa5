import { datasetsBySeed } from '../../bench/data/load-dataset.ts';
import { stepKey } from '../../bench/data/model-splits.ts';
import { populationsWith } from '../../bench/data/populations.ts';
import type { Outcome } from '../../bench/experiment.ts';
import { judgeSides } from '../../bench/feedback/judge-sides.ts';
import { openCache } from '../../bench/models/cache/open-cache.ts';
import { findPolicy, providerList } from '../../bench/models/recipes.ts';
import { crossNoise } from '../../bench/noise/noise-grid.ts';
import { answersAt, deploy } from './deploy.ts';
import { openJudge } from './judge-choices.ts';
import { learn } from './learn.ts';
import { methodsOf } from './methods.ts';
import type { AlignOptions } from './options.ts';

export async function align(options: AlignOptions): Promise<Outcome> {
  const recipe = openCache(options.cache).policy(await findPolicy(options.policy, options.encoder));
  const methods = await methodsOf(options.objectives, options.references);
  const datasets = datasetsBySeed(options.logs, options.sessions ?? 900);
  for (const { seed } of await populationsWith(options, async () => ({}))) {
    const loaded = await datasets(seed);
    const deployed = await deploy({
      loaded,
      sessions: options.logs ? (options.sessions ?? null) : null,
      recipe,
      providers: providerList(options.providers),
      seed,
    });
    const judge = await openJudge(deployed.networks[0]!, deployed.evaluated);
    const hard = new Set(
      deployed.evaluated.filter(({ accepted }) => !accepted).map(({ id, step }) => stepKey(id, step)),
    );
    const acc = (s: any) => {
      const n = s.numerators.reduce((a: number, b: number) => a + b, 0),
        d = s.denominators.reduce((a: number, b: number) => a + b, 0);
      return ((100 * n) / d).toFixed(1) + ' of ' + d;
    };
    for (const [name, policy] of [
      ['deployed', deployed.policy],
      ['second', deployed.second],
    ] as const) {
      const sides = await judgeSides(policy, deployed.parts.evaluation, hard, deployed.examples);
      console.error(seed, name, acc(sides.historical), acc(sides.hard), acc(sides.hardOffered));
    }
    for (const point of crossNoise(options)) {
      const { answers } = await answersAt(deployed, point, deployed.parts.feedback);
      const held = await answersAt(deployed, point, deployed.parts.calibration);
      const rows = await deployed.networks[0]!.answersOf(answers);
      const pairs = answers.filter((_, i) => rows[i]!.some((r) => r.right !== null && r.refused !== null));
      const flipped =
        pairs.filter((a) => deployed.examples.same(a.screen, a.suggestion, a.logged)).length /
        Math.max(1, pairs.length);
      console.error(
        '  ',
        point.beta.label,
        answers.length,
        'refused',
        answers.filter((a) => !a.accepted).length,
        'pairs',
        pairs.length,
        'flipped',
        flipped,
        'held',
        held.answers.length,
      );
      for (const method of methods) {
        const t = Date.now();
        const learned = await learn(method, {
          networks: deployed.networks,
          answers,
          heldOut: held.answers,
          judge,
          flipped,
          steps: 160,
          seed,
        });
        const t2 = Date.now();
        const served = await deployed.serve(method.name, learned.parameters);
        const sides = await judgeSides(served, deployed.parts.evaluation, hard, deployed.examples);
        await served.dispose();
        console.error(
          '    ',
          method.name.padEnd(20),
          JSON.stringify(learned.setting),
          learned.heldOut.toFixed(3),
          acc(sides.historical),
          acc(sides.hard),
          ((t2 - t) / 1000).toFixed(1),
          ((Date.now() - t2) / 1000).toFixed(1),
        );
        for (const p of learned.curve)
          console.error(
            '        ',
            p.steps,
            p.divergence.toFixed(3),
            acc(p.historical),
            acc(p.hard),
            p.mass.chosen.toFixed(3),
            p.mass.rejected.toFixed(3),
            p.mass.else.toFixed(3),
          );
      }
    }
  }
  throw new Error('thin');
}
