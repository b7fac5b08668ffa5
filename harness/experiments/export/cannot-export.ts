import { UsageError } from '../../runner/exit-code.ts';

/** Says why a policy has no form that could be written in several precisions, and what to take instead. */
export function cannotExport(policy: string, why: string): UsageError {
  return new UsageError(
    `--policy ${policy} cannot be exported: ${why}; use one that has an ONNX model, such as ngram or transformer.`,
  );
}
