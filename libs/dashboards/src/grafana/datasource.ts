/** The datasource that provisioning creates; every query names it, so that no default can be wrong. */
export const DATASOURCE = { type: 'prometheus', uid: 'aura-prometheus' } as const;
