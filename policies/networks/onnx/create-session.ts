import { env, InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
import { messageOf } from '../../../harness/shared/message-of.ts';
import { PROBE_SHAPE, probeFault, probeFeeds, probeModel } from './probe-model.ts';
import { providerName, type Refused } from './refused.ts';

// A provider that cannot be had writes to the terminal on its own; what went wrong is in the error.
env.logLevel = 'fatal';

export interface SessionRequest {
  readonly source: string | Uint8Array;
  /** Execution providers in the order to be tried. */
  readonly providers: readonly string[];
  /** Threads within one operator. */
  readonly threads: number;
  /** Outputs that stay in the memory of the device, where the provider can keep them there. */
  readonly kept: readonly string[];
  /** Where the runtime writes which nodes ran where; null: nowhere. */
  readonly profile: string | null;
}

export interface Created {
  readonly session: InferenceSession;
  /** The provider that took the model; names those that were asked for first and refused. */
  readonly provider: string;
  /** Whether the outputs that were to stay in the device's memory do. */
  readonly onDevice: boolean;
}

/** Providers whose outputs can stay in their memory from run to run: this runtime offers that for one of them. */
const KEEPS_OUTPUTS: readonly string[] = ['webgpu'];

/**
 * Loads a model on the first provider that can be had. Throws: one line, with the last provider's reason, where none
 * can; and where one can but does not take this model, be it for lack of memory or a fault of the model: whoever asked
 * for a graphics card is not to find out after hours that it was left out.
 */
export async function createSession(request: SessionRequest): Promise<Created> {
  const { source, providers, kept } = request;
  const supported = new Set(listSupportedBackends().map(({ name }) => name));
  const refused: Refused[] = [];
  const where = typeof source === 'string' ? `model ${source}` : 'model';
  const refusal = (asked: string, reason: string) => new Error(`${where} cannot be loaded on ${asked}: ${reason}`);
  for (const provider of providers) {
    // The runtime drops a provider that it does not know without a word, and would run on the CPU instead.
    if (!supported.has(provider)) {
      refused.push({ provider, reason: `this runtime has no provider "${provider}"` });
      continue;
    }
    try {
      const onDevice = kept.length > 0 && KEEPS_OUTPUTS.includes(provider);
      const session = await open(source, sessionOptions(request, provider, onDevice));
      return { session, provider: providerName(provider, refused), onDevice };
    } catch (error) {
      const reason = providerFault(provider, error);
      if (await works(provider)) throw refusal(provider, reason);
      refused.push({ provider, reason });
    }
  }
  const last = refused.at(-1)?.reason ?? 'no execution provider was asked for';
  throw refusal(providers.join(' or ') || 'nothing', last);
}

function open(source: string | Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession> {
  return typeof source === 'string'
    ? InferenceSession.create(source, options)
    : InferenceSession.create(source, options);
}

/** Whether a provider computes at all. */
async function works(provider: string): Promise<boolean> {
  try {
    const session = await open(probeModel(), sessionOptions({ kept: [], threads: 1, profile: null }, provider, false));
    const { y } = await session.run({ x: new Tensor('float32', probeFeeds().x!.data as Float32Array, PROBE_SHAPE) });
    await session.release();
    return probeFault({ type: 'float32', shape: PROBE_SHAPE, data: y!.data as Float32Array }) === null;
  } catch {
    return false;
  }
}

function sessionOptions(
  { kept, threads, profile }: Omit<SessionRequest, 'source' | 'providers'>,
  provider: string,
  onDevice: boolean,
) {
  const options: InferenceSession.SessionOptions = {
    executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    // Threads that spin while they wait take the cores that other workers need.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
  if (profile !== null) Object.assign(options, { enableProfiling: true, profileFilePrefix: profile });
  if (onDevice) options.preferredOutputLocation = Object.fromEntries(kept.map((name) => [name, 'gpu-buffer']));
  return options;
}

/** What the runtime says where a provider's parts are missing, and what to do about it. */
const KNOWN: readonly { readonly provider: string; readonly says: RegExp; readonly words: string }[] = [
  {
    provider: 'cuda',
    says: /Failed to load (shared )?library|cannot open shared object/i,
    words: "CUDA's libraries are missing, or one that they need: install them as docs/gpu.md describes",
  },
  {
    provider: 'webgpu',
    says: /Failed to get a WebGPU adapter|RequestAdapter/i,
    words: 'no WebGPU adapter was found: install a Vulkan driver as docs/gpu.md describes',
  },
];

/** Why a provider did not take a model, in one line without the runtime's own source locations. */
function providerFault(provider: string, error: unknown): string {
  const message = messageOf(error);
  const known = KNOWN.find((one) => one.provider === provider && one.says.test(message));
  return known?.words ?? message.split('\n', 1)[0]!.trim();
}
