/** What a benchmark's process inherits. */
export const ENVIRONMENT: Readonly<NodeJS.ProcessEnv> = process.env;
