/** What programs that are started here inherit. */
export const ENVIRONMENT = process.env;
