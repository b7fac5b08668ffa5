import { identityModel } from './identity-model.ts';
import { loadModel } from './load-model.ts';
import { float32 } from './tensor.ts';

/** Why nothing can run on an execution provider here, in one line with the remedy; null where it can. */
export async function probeProvider(provider: string): Promise<string | null> {
  const spec = { type: 'float32', shape: [2] } as const;
  try {
    const signature = { inputs: { x: spec }, outputs: { 'x.next': spec } };
    const model = await loadModel(identityModel({ x: { dims: [2] } }), signature, { providers: [provider] });
    await model.run({ x: float32([2], Float32Array.of(1, 2)) });
    await model.dispose();
    return null;
  } catch (error) {
    const [, reason] = /^model cannot be loaded on [^:]+: (.*)$/s.exec((error as Error).message) ?? [];
    return reason ?? (error as Error).message;
  }
}
