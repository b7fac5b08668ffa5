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
export function providerFault(provider: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const known = KNOWN.find((one) => one.provider === provider && one.says.test(message));
  return known?.words ?? message.split('\n', 1)[0]!.trim();
}
