/** The watchers themselves in stories: two Prometheus servers, two Alertmanagers. */
export const SELF = { job: 'prometheus', instance: 'prometheus:9090' } as const;
export const SECOND = { job: 'prometheus', instance: 'prometheus-12:9090' } as const;
export const SENDER = { job: 'alertmanager', instance: 'alertmanager:9093' } as const;
export const PEER = { job: 'alertmanager', instance: 'alertmanager-12:9093' } as const;
