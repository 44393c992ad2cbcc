/** The head of an application: what happens when a site is lost, before anything else. */
import type { AppPlan, PlannedBound, PlannedFault, PlannedSite } from '../synthesis/plan';
import { Verdict } from '../recovery/bound';
import { type Content, markup, NOTHING } from './html';
import { lossText, needsPeople, outcomeOf, siteLosses } from './outcome';
import { badge, folded, Tone } from './parts';
import { stagesOf } from './stages';
import { sentence, timeText } from './words';

// The plan holds verdicts as text.
const UNBOUNDED: string = Verdict.UNBOUNDED;
const ESTIMATED: string = Verdict.ESTIMATED;

/** Headline, both promises, and one strip for each site that may be lost. */
export function glance(app: AppPlan, id: string): Content {
  const outcome = outcomeOf(app);
  const headline = outcome
    ? markup`<p class="headline ${outcome.tone}"><span>${outcome.headline}.</span></p>
      <ul class="costs">${outcome.details.map((detail) => markup`<li>${detail}</li>`)}</ul>`
    : markup`<p class="headline"><span>The plan does not say what the loss of a site does.</span></p>`;
  return markup`<section class="glance" aria-labelledby="${id}">
    <h3 id="${id}">If a site is lost</h3>
    ${headline}
    <div class="promises">
      ${promise('RPO', 'acknowledged writes lost, at most', app.rpo)}
      ${promise('RTO', 'without service, at most', app.rto)}
    </div>
    <ul class="losses">${siteLosses(app).map((fault) => loss(app, fault))}</ul>
  </section>
  `;
}

/** Whether a promise is kept, and what that rests on. */
export function promiseBadges(bound: PlannedBound): Content {
  const kept = bound.met && bound.boundSeconds !== undefined;
  const known = bound.verdict === UNBOUNDED ? NOTHING : badge(verdictTone(bound.verdict), bound.verdict);
  return [badge(kept ? Tone.GOOD : Tone.BAD, kept ? 'objective met' : 'objective not met'), ' ', known];
}

function verdictTone(verdict: string): Tone {
  return verdict === ESTIMATED ? Tone.WARN : Tone.GOOD;
}

function promise(name: string, meaning: string, bound: PlannedBound): Content {
  return markup`<div class="promise">
    <p class="what"><strong>${name}</strong> ${meaning}</p>
    <p class="big">${timeText(bound.boundSeconds)}</p>
    <p class="asked">objective ${timeText(bound.objectiveSeconds)}${number(bound)}</p>
    ${used(bound)}
    ${worstCase(bound)}
    <p class="verdicts">${promiseBadges(bound)}</p>
  </div>
  `;
}

function number({ boundSeconds }: PlannedBound): Content {
  return boundSeconds === undefined || timeText(boundSeconds) === `${boundSeconds} s`
    ? NOTHING
    : `, bound ${boundSeconds} s`;
}

/** Which of several faults the bound is for. */
function worstCase({ tree }: PlannedBound): Content {
  const worst = stagesOf(tree).cases.at(-1);
  return worst === undefined || worst === tree.name
    ? NOTHING
    : markup`<p class="asked">the worst case is: ${worst}</p>`;
}

/** How much of the objective is used up. */
function used({ boundSeconds, objectiveSeconds }: PlannedBound): Content {
  if (boundSeconds === undefined || objectiveSeconds === 0) return NOTHING;
  const percent = Math.round((boundSeconds / objectiveSeconds) * 100);
  const label = `${percent} % of the objective`;
  const tone = percent > 100 ? 'over' : 'within';
  return markup`<svg class="used" role="img" aria-label="${label}" width="100%" height="8"><rect class="room" width="100%" height="8" rx="4"/><rect class="${tone}" width="${Math.min(100, percent)}%" height="8" rx="4"/></svg>`;
}

function loss(app: AppPlan, fault: PlannedFault): Content {
  const [lost] = fault.sites;
  const active = app.activePassive?.activeSite === lost ? ' (active)' : '';
  const tone = fault.serviceLost ? Tone.BAD : fault.dataLost ? Tone.WARN : Tone.GOOD;
  return markup`<li class="loss">
    <p class="loss-title">${lost}${active} is lost</p>
    <p class="fates">${app.topology.sites.map((site) => fate(site, fault))}</p>
    <dl>
      <div><dt>Writes lost</dt><dd>${badge(fault.dataLost ? Tone.WARN : Tone.GOOD, lossText(app, fault))}</dd></div>
      <div><dt>No service for</dt><dd>${badge(fault.clientGap.seconds === undefined ? Tone.BAD : tone, timeText(fault.clientGap.seconds))}</dd></div>
      <div><dt>People</dt><dd>${people(fault)}</dd></div>
    </dl>
    ${folded('What to do', markup`<p>${sentence(fault.human)}</p>`)}
  </li>
  `;
}

function people(fault: PlannedFault): Content {
  if (needsPeople(fault)) return badge(Tone.WARN, 'have to act');
  return badge(Tone.GOOD, 'need not act');
}

/** What becomes of a site: the word beside its name, since a colour alone says nothing. */
function fate({ name, role }: PlannedSite, { sites, servedBy }: PlannedFault): Content {
  if (sites.includes(name)) return markup`<span class="fate lost">${name} <small>lost</small></span>`;
  if (servedBy.includes(name)) return markup`<span class="fate serving">${name} <small>serves</small></span>`;
  return markup`<span class="fate idle">${name} <small>${role === 'witness' ? 'votes' : 'does not serve'}</small></span>`;
}
