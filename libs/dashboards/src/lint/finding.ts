/** Something wrong with a page. */
export interface Finding {
  readonly check: string;
  readonly page: string;
  /** The title of a panel, the name of a variable, or nothing for the page itself. */
  readonly where: string;
  readonly problem: string;
}
