/** Execution providers that models can be trained and served on here, those of `policies/networks/training/providers/table.ts`. */
export const PROVIDERS = ['cpu', 'webgpu', 'cuda'] as const;
