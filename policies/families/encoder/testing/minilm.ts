/** Folder of all-MiniLM-L6-v2 (docs/encoders.md says where to get it), where the tests are told of it. */
export const MINILM = process.env.DESKBENCH_ENCODER;
