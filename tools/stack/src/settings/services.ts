/**
 * What the operator may set of each service. The names are the services' own, and so is the word on what is right:
 * ask-services.ts asks them. A spec holds this list against what each service reads.
 */
export const SERVICE_SETTINGS = {
  'metrics-gateway': [
    ...['DATA_FSYNC', 'DATA_SEGMENT_MIB', 'GROUP_EXPIRY_SECONDS', 'SERIES_EXPIRY_SECONDS'],
    ...['UNKNOWN_FAMILIES', 'ADMIN_API', 'REQUESTS_PER_SECOND', 'MIB_PER_SECOND', 'CONNECTIONS'],
    'MEMORY_LIMIT_MIB',
  ],
  'health-aggregator': ['PROBES', 'PROBE_SECONDS', 'NVENC', 'DISK_PATH'],
  'gpu-queue-collector': ['QUEUES'],
  'business-reporter': ['REFRESH_SECONDS', 'RENDER_SLOT_HOUR_PRICE', 'RENDER_PRICE_CURRENCY'],
  'sample-platform': ['LOAD_PER_MINUTE', 'LOAD_SEED', 'RENDER_CONCURRENCY', 'CHAOS'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export const EVERY_SERVICE = ['LOG_LEVEL'] as const;

export type ServiceName = keyof typeof SERVICE_SETTINGS;
export type ServiceSetting =
  (typeof EVERY_SERVICE)[number] | (typeof SERVICE_SETTINGS)[ServiceName][number];
