/** Child processes get the caller's environment, except where a check sets a variable on purpose. */
export const ENVIRONMENT: Readonly<Record<string, string | undefined>> = process.env;
