export { DATASOURCE, grafanaDashboard } from './grafana.js';
export { pages } from './pages/index.js';
export type { Page, Panel, Query, Row } from './panel.js';
