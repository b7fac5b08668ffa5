/** How a document is shown, for a reporter that a person reads as it is. */
interface ReporterLook {
  /** Columns. Range: taken as at least 60. */
  readonly width: number;
  readonly colour: boolean;
}

/**
 * Writes the verdict on a run for one reader: a person, a CI service, a program. One file in `reports/reporters/`,
 * exported as `reporter`. `Document` is the verdict (`reports/nightly/night.ts`).
 */
export interface Reporter<Document> {
  readonly name: string;
  /** Who reads it, in one sentence. */
  readonly summary: string;
  /** File that it is written to; null: the standard output. */
  readonly fileName: string | null;
  /** True where its lines are commands to a CI service: `printCommands` alone lets those out. */
  readonly commands?: boolean;
  /** The whole text, which ends in a line feed. No text in the document, whatever it holds, is more than text in it. */
  render(document: Document, look: ReporterLook): string;
}
