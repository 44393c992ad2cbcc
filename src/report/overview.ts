/** All applications at a glance, where there are several. */
import type { AppPlan } from '../synthesis/plan';
import { promiseBadges } from './glance';
import { type Content, markup } from './html';
import { outcomeOf } from './outcome';
import { table } from './parts';
import { timeText } from './words';

/** One row for each application: what the loss of a site does to it. */
export function overview(apps: AppPlan[], anchors: string[]): Content {
  return table({
    label: 'Applications',
    caption: 'What the loss of one site does to each application',
    columns: ['Application', 'If a site is lost', 'RPO', 'RTO'],
    rows: apps.map((app, index) => [
      markup`<a href="#${anchors[index]}">${app.name}</a> <small>${app.pattern}</small>`,
      outcomeCell(app),
      boundCell(app.rpo),
      boundCell(app.rto),
    ]),
  });
}

function outcomeCell(app: AppPlan): Content {
  const outcome = outcomeOf(app);
  if (!outcome) return 'not in the plan';
  return [markup`<strong class="text ${outcome.tone}">${outcome.headline}.</strong><br>${outcome.details.join(' ')}`];
}

function boundCell(bound: AppPlan['rpo']): Content {
  return markup`<strong>${timeText(bound.boundSeconds)}</strong> of ${timeText(bound.objectiveSeconds)}<br>${promiseBadges(bound)}`;
}
