/** Everything about one application. */
import { counted } from '../rules/wording';
import type { AppPlan, Rendered } from '../synthesis/plan';
import { assumptionTable } from './assumptions';
import { type Chapter, chapterHtml, filled, type Section } from './chapter';
import { faultTable } from './faults';
import { findingTable } from './findings';
import { glance, promiseBadges } from './glance';
import { type Content, markup } from './html';
import { availabilityTable, capacityTable, drillTable, otherBounds } from './measures';
import { coverageTable, independenceTable } from './proofs';
import { ownedFields, runbookList } from './runbooks';
import { timeline } from './timeline';
import { topology } from './topology';
import { workload } from './workload';

/** The glance at the head, then what it rests on, then the details. */
export function appSection(app: AppPlan & Rendered, id: string): Section {
  const lossId = `${id}-loss`;
  const chapters = filled(chaptersOf(app, id));
  const { system, version } = app.workload;
  return {
    id,
    title: app.name,
    chapters: [{ id: lossId, title: 'If a site is lost' }, ...chapters],
    content: markup`<h2 id="${id}">${app.name} <small>${system} ${version}</small></h2>
      <p class="lead">${leadText(app)}</p>
      ${glance(app, lossId)}
      ${chapters.map(chapterHtml)}`,
  };
}

function leadText({ pattern, fleet, namespace, hostname, toleratedSiteFailures, bootstrap }: AppPlan): Content {
  const address = hostname === undefined ? 'without a hostname of its own' : markup`at <code>${hostname}</code>`;
  const first = bootstrap === 'together' ? 'to all sites together' : 'to one site after the other';
  return markup`${pattern} in fleet ${fleet}, namespace <code>${namespace}</code>, ${address}. Made to survive the loss of ${counted(toleratedSiteFailures, 'site')} at a time. The first apply goes ${first}.`;
}

function chaptersOf(app: AppPlan, id: string): Chapter[] {
  const roles = app.activePassive;
  return [
    chapter('topology', 'Where it runs', topology(app, `${id}-drawing`)),
    chapter('rto', 'RTO: where the time goes', promised(app.rto, 'No service')),
    chapter('rpo', 'RPO: what may be lost', promised(app.rpo, 'Writes lost')),
    chapter('faults', 'Faults', faultTable(app, `${id}-faults`)),
    chapter('assumptions', 'Assumptions', assumptionTable(app)),
    chapter('findings', 'Findings and waivers', findingTable(app.findings, app.name)),
    chapter('capacity', 'Capacity', capacityTable(app)),
    chapter('availability', 'Availability', availabilityTable(app)),
    chapter('times', 'Other worst cases', otherBounds(app)),
    chapter('coverage', 'Coverage', coverageTable(app)),
    chapter('independence', 'Independence', independenceTable(app)),
    chapter('drills', 'Restore tests', drillTable(app)),
    chapter('runbooks', 'Runbooks', roles && [runbookList(roles), ownedFields(roles, app.name)]),
    chapter('workload', 'Workload', workload(app)),
  ];

  function chapter(name: string, title: string, content: Content): Chapter {
    return { id: `${id}-${name}`, title, content };
  }

  function promised(bound: AppPlan['rto'], what: string): Content {
    return [markup`<p>${promiseBadges(bound)}</p>`, timeline(bound, what)];
  }
}
