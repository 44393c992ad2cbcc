/** The report: one page that needs nothing else. A pure function of the plan. */
import { createHash } from 'node:crypto';
import { counted, listed } from '../rules/wording';
import type { Plan } from '../synthesis/plan';
import { anchorsFor } from './anchors';
import { appSection } from './app-section';
import { PATTERNS } from './basis';
import type { Section } from './chapter';
import { fleetSection } from './fleet-section';
import { type Content, Html, markup, NOTHING } from './html';
import { objectTables } from './objects';
import { overview } from './overview';
import { prerequisites } from './prerequisites';
import { SCRIPT } from './script';
import { STYLES } from './styles';

/** The whole report of a plan as HTML. */
export function reportHtml(plan: Plan): string {
  const appIds = anchorsFor('app', names(plan.apps));
  const fleetIds = anchorsFor('fleet', names(plan.fleets));
  const sections: Section[] = [
    ...(plan.apps.length === 1 ? [] : [applications(plan, appIds)]),
    ...plan.apps.map((app, index) => appSection(app, appIds[index] ?? '')),
    ...plan.fleets.map((fleet, index) => fleetSection(fleet, fleetIds[index] ?? '')),
    section(
      'prerequisites',
      'Prerequisites',
      markup`<p>What has to be there before the first apply, by site.</p>${prerequisites(plan)}`,
    ),
    section('objects', 'Emitted objects', objectTables(plan)),
  ];
  return `<!doctype html>\n${documentOf(plan, sections).text}\n`;
}

function documentOf(plan: Plan, sections: Section[]): Html {
  const title = `Disaster recovery of ${listed(names(plan.apps)) || listed(names(plan.fleets)) || 'nothing'}`;
  return markup`<html lang="en">
    <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="${POLICY}">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">
      <title>${title}</title>
      <style>${new Html(STYLES)}</style>
    </head>
    <body>
      <a class="skip" href="#main">Skip to the content</a>
      ${PATTERNS}
      <header class="page"><h1>${title}</h1><p>${counted(plan.apps.length, 'application')}, ${counted(plan.fleets.length, 'fleet')}. All times are worst cases, computed from what is emitted. <code>${plan.version}</code></p></header>
      <div class="columns">
        <nav aria-label="Contents"><ul>${sections.map(contents)}</ul></nav>
        <main id="main" tabindex="-1">${plan.refused ? REFUSED : NOTHING}${sections.map(sectionHtml)}</main>
      </div>
      <footer class="page"><p>Made by cndr from plan.json, which holds the same for programs.</p></footer>
      <script>${new Html(SCRIPT)}</script>
    </body>
    </html>`;
}

const REFUSED = markup`<p class="refused"><strong>Refused.</strong> Synthesis found errors and wrote nothing but this plan: what follows is what would have been promised. The errors are among the findings.</p>
`;

function applications({ apps }: Plan, ids: string[]): Section {
  return section('applications', 'Applications', apps.length === 0 ? markup`<p>None.</p>` : overview(apps, ids));
}

function section(id: string, title: string, content: Content): Section {
  return { id, title, chapters: [], content: markup`<h2 id="${id}">${title}</h2>${content}` };
}

function sectionHtml({ id, content }: Section): Content {
  return markup`<section class="top" aria-labelledby="${id}">${content}</section>
  `;
}

function contents({ id, title, chapters }: Section): Content {
  const below = chapters.map((chapter) => markup`<li><a href="#${chapter.id}">${chapter.title}</a></li>`);
  return markup`<li><a href="#${id}">${title}</a>${below.length > 0 ? markup`<ul>${below}</ul>` : NOTHING}</li>
  `;
}

function names(parts: readonly { readonly name: string }[]): string[] {
  return parts.map(({ name }) => name);
}

/** Nothing is loaded, and no other style or script than those of this page is used, whatever a name in the plan holds. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${sha256(STYLES)}'`,
  `script-src 'sha256-${sha256(SCRIPT)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
