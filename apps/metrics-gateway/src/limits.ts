/** What one client may cost. Not for deployments to argue about; the series limit is, in libs/thresholds. */
export const LIMITS = {
  /** About 20,000 series in one push; more belongs to something that can be scraped. */
  bodyBytes: 4_194_304,
  /** What a compressed body may inflate to whatever its own size, */
  inflatedBytes: 262_144,
  /** and beyond that how many times its size: the text of metrics shrinks by 10 to 40, a bomb by 1,000. */
  inflation: 100,
  /** What a push may become as text: the labels of its group stand on each of its lines. A usual one doubles. */
  writtenBytes: 33_554_432,
  /** Each costs a scrape two series of its own; a job that makes a group per run meets this early. */
  groups: 10_000,
  /** Groups beside them that were pushed to in vain alone, of which the latest are shown. */
  groupsInVain: 1_000,
  /** Text held for each series of the limit, on average: a usual one takes a fifth of it, one label may take 4 MiB. */
  bytesPerSeries: 1_024,
  /** Of a series; Prometheus' own users stop at about as many. Longer values are texts, and belong into a log. */
  labels: { most: 30, nameCharacters: 200, valueCharacters: 1_000 },
  /** Of a family that adds up. A longer description of OpenTelemetry's is cut. */
  helpCharacters: 1_000,
  /** Ten years: what is to stay for longer is to stay for ever. */
  expirySeconds: 315_360_000,
  /** Room comes only when somebody deletes, so asking sooner is of no use. */
  retryAfterSeconds: 60,
  /** What a client that was quiet may send at once, and how many of them are remembered, at about 200 bytes each. */
  rate: { burstSeconds: 10, clients: 10_000 },
  /** To read an answer: longer than any scrape timeout, so that only who is past its own is cut off. */
  sendTimeoutMs: 60_000,
  /** The aggregator answers from memory; what takes longer is down. Below the deadline of most probes. */
  healthDeadlineMs: 2_000,
  /** `POST /v1/push`: how long and of how much it is remembered who has pushed what, so that nothing is added twice. */
  adding: { rememberedSeconds: 3_600, missing: 64 },
  /**
   * `POST /v1/events`: the events that were applied, so that none counts twice, at about 100 bytes each; and the
   * generations that have begun or ended. One that has not ended in an hour is dead: the longest bucket has half of it.
   */
  events: { ids: 200_000, flights: 20_000, flightSeconds: 3_600 },
  /**
   * How far ahead of the clock here what was timed elsewhere may be: the clocks of hosts differ by less, as long as
   * they are set at all. What is further ahead would keep a gauge from being set until its time has come.
   */
  aheadSeconds: 300,
  /**
   * `POST /v1/metrics`: the last points of the streams, at about 300 bytes each, so that no growth counts twice. A
   * stream that is silent for a week is over; where others need its room, one that is silent for an hour.
   */
  otlp: { streams: 100_000, rememberedSeconds: 604_800, keptSeconds: 3_600 },
} as const;
