/**
 * Where the caller stood, so that FILE means what it means in their shell. npm and the door both change into
 * the repository; npm leaves the place in INIT_CWD, a shell in PWD.
 */
export const CALLERS_FOLDER = process.env['INIT_CWD'] ?? process.env['PWD'] ?? process.cwd();

/** https://no-color.org: any value but an empty one. */
export const WANTS_COLOUR = process.stdout.isTTY && !process.env['NO_COLOR'];
