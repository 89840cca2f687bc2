/** https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels */
export const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
/** Those that begin with `__` are Prometheus' own. */
export const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
