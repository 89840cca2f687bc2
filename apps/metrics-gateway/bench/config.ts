/** A path or a name on the PATH; `npm run bench` fills it in. */
export const PUSHGATEWAY = process.env['PUSHGATEWAY'] ?? 'prometheus-pushgateway';

export const ENVIRONMENT: Readonly<NodeJS.ProcessEnv> = process.env;
