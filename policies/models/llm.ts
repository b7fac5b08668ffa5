import type { PolicyRecipe } from '../../harness/contract/policy.ts';
import { messageOf } from '../../harness/shared/message-of.ts';
import { connectLlm, LLM_NAME } from '../families/llm/policy.ts';
import { readSettings } from '../families/llm/settings.ts';

/** A language model that is asked by prompt, served by anything that speaks the OpenAI protocol; see docs/llm.md. */
export const recipe = {
  name: LLM_NAME,
  summary: 'Asks a served language model for one tool call on each screen; nothing is learned from the logs.',
  unavailable() {
    try {
      readSettings(process.env);
      return null;
    } catch (error) {
      return messageOf(error);
    }
  },
  async fit(_examples, options) {
    const policy = await connectLlm(readSettings(process.env), options);
    options.onProgress?.(1, `${policy.provider} answers; nothing is trained`);
    return policy;
  },
} satisfies PolicyRecipe;
