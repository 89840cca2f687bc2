/** What was promised, as the names of its alerts begin. */
export const OBJECTIVES = [
  'ApiAvailability',
  'ApiLatency',
  'VideoSuccess',
  'VideoDuration',
] as const;
