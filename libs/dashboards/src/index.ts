export { annotations } from './annotation.js';
export type { Annotation } from './annotation.js';
export { DATASOURCE } from './grafana/datasource.js';
export { grafanaDashboard } from './grafana/dashboard.js';
export { pages } from './pages/index.js';
export { PAGE_UIDS } from './panel.js';
export type { Limit, Page, PageUid, Panel, Query, Row, State, View } from './panel.js';
export type { Variable } from './variable.js';
