import {
  AnnotationQueryBuilder,
  DashboardLinkBuilder,
  DashboardLinkType,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { annotations, type Annotation } from '../annotation.js';
import type { Page } from '../panel.js';
import { valuesQuery, type Variable } from '../variable.js';
import { DATASOURCE } from './datasource.js';

export const TAG = 'aura';

export function grafanaVariable(variable: Variable): QueryVariableBuilder {
  const asked = valuesQuery(variable);
  return new QueryVariableBuilder(variable.name)
    .label(variable.title)
    .datasource(DATASOURCE)
    .query({ query: asked, refId: `variable-${variable.name}` })
    .definition(asked)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.NaturalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ selected: true, text: ['All'], value: ['$__all'] });
}

export function grafanaAnnotations(page: Page): readonly AnnotationQueryBuilder[] {
  return annotations(page).map((annotation) => grafanaAnnotation(annotation));
}

function grafanaAnnotation({
  name,
  promql,
  title,
  tags,
  at,
  color,
}: Annotation): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name(name)
    .datasource(DATASOURCE)
    .enable(true)
    .iconColor(color)
    .expr(promql)
    .titleFormat(title)
    .tagKeys(tags.join(','))
    .useValueForTime(at === 'value');
}

/** The other pages, at the same moment. */
export function otherPages(): DashboardLinkBuilder {
  return new DashboardLinkBuilder('Aura Render')
    .type(DashboardLinkType.Dashboards)
    .tags([TAG])
    .asDropdown(true)
    .keepTime(true);
}
