import { DCGM_NO_VALUE } from '@aura/metrics';

export const NO_VALUE = { value: DCGM_NO_VALUE, unit: 'count' } as const;
/** How it is served: DCGM_INT64_BLANK, as a floating-point number. */
export const BLANK = 2 ** 63;

/* The cards of the stories. Two exporters may see the same card: one of a release and one of its successor, say. */

export const CARD = { gpu: '0', UUID: 'GPU-11f5b1d2', modelName: 'NVIDIA L4' } as const;
export const OTHER_CARD = { gpu: '1', UUID: 'GPU-22c0a7e9', modelName: 'NVIDIA A10' } as const;
export const SECOND_EXPORTER = { instance: 'render-11:9401' } as const;
