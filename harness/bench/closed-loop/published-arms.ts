/**
 * What the publication reports of its arms. Active times a session in ms; each pair is an A/B test with sessions of its
 * own. Source: docs/reference.md, “The system under test”.
 */
export const PUBLISHED_ARMS = {
  automated: 0.45,
  humanMs: 227_370,
  selectiveMs: 139_150,
  confirmedMs: 187_660,
  automaticMs: 150_130,
  chatbotMs: 124_670,
  pipelineMs: 104_720,
} as const;

/** The published claims, as they are quoted. */
export const CLAIMED = {
  automated: PUBLISHED_ARMS.automated,
  // As quoted: 38.8 % before rounding.
  saved: 0.39,
} as const;

/** A fall of goals reached by less than this is not called one. */
export const TOLERATED = 0.02;
