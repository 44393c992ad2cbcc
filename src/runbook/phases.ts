import { RecoveryPhase, type RunbookKind, type RunbookStep, type StepPermission } from '../model/runbook';
import type { Site } from '../model/site';
import { AUDIT_LABEL, PHASE_CONFIG_MAP } from './names';

const RECORD_SECONDS = 60;

/** A phase that begins. */
export interface PhaseChange {
  readonly app: string;
  readonly kind: RunbookKind;
  readonly from: Site;
  readonly to: Site;
  readonly phase: RecoveryPhase;
  /** Site that serves in this phase. */
  readonly active: Site;
}

/** Who started the workflow, when and why; Argo fills it in. */
const RUN: Record<string, string> = {
  WORKFLOW: '{{workflow.name}}',
  WORKFLOW_UID: '{{workflow.uid}}',
  STARTED: '{{workflow.creationTimestamp.RFC3339}}',
  // Argo labels a workflow with who created it, and who resumed or stopped it last; where it knows nobody there is no such label.
  LABELS: '{{workflow.labels.json}}',
  REASON: '{{workflow.parameters.reason}}',
};

/** Writes down a phase, and that it began, in the cluster of the workflow. */
export function recordPhase(change: PhaseChange, runner: Site, then: string[] = []): RunbookStep {
  return {
    name: `record-${slug(change.phase)}`,
    title: `record phase ${change.phase} in ${runner.name}`,
    site: runner,
    script: [
      ...audit(change, slug(change.phase), { phase: change.phase, active: change.active.name }),
      ...phase(change),
      ...then,
    ].join('\n'),
    timeoutSeconds: RECORD_SECONDS,
    permissions: [CREATE, PHASE],
    environment: RUN,
  };
}

/** Tells another live site of the phase, since what decides there on a failover asks its own cluster. */
export function tellPhase(change: PhaseChange, site: Site): RunbookStep {
  return {
    name: `tell-${site.name}`,
    title: `record phase ${change.phase} in ${site.name}`,
    site,
    script: ['now=$(date -u +%Y-%m-%dT%H:%M:%SZ)', ...phase(change)].join('\n'),
    timeoutSeconds: RECORD_SECONDS,
    permissions: [CREATE, PHASE],
    environment: RUN,
    // Everything has been done by then.
    mayFail: true,
  };
}

/** Writes down how a run ended; it runs whatever happened before. */
export function recordOutcome(run: Omit<PhaseChange, 'phase' | 'active'>, runner: Site): RunbookStep {
  return {
    name: 'record-outcome',
    title: `record in ${runner.name} how it ended`,
    site: runner,
    script: audit(run, 'outcome', { outcome: '$OUTCOME', failures: '$FAILURES' }).join('\n'),
    timeoutSeconds: RECORD_SECONDS,
    permissions: [CREATE],
    environment: { ...RUN, OUTCOME: '{{workflow.status}}', FAILURES: '{{workflow.failures}}' },
  };
}

/** Lines that write down that a site is active, where nothing was written down yet. */
export function firstPhase(app: string, active: Site): string[] {
  return [
    `if [ -n "$(kubectl get configmap ${PHASE_CONFIG_MAP} --ignore-not-found --output=name)" ]; then exit 0; fi`,
    'now=$(date -u +%Y-%m-%dT%H:%M:%SZ)',
    `${configMap(app, PHASE_CONFIG_MAP, {
      phase: RecoveryPhase.STEADY_STATE,
      active: active.name,
      since: '$now',
      workflow: '$WORKFLOW',
    })} |`,
    '  kubectl create --filename=-',
  ];
}
/** What that needs. */
export function firstPhasePermissions(): StepPermission[] {
  return [GET_PHASE, CREATE];
}

/** The phase as the cluster of a site knows it, as a variable. */
export const READ_ACTIVE = `active=$(kubectl get configmap ${PHASE_CONFIG_MAP} --ignore-not-found --output=jsonpath='{.data.active}')`;

/** `create` knows no name. The entries of the audit record are created and nothing else: no runbook can change them. */
const CREATE: StepPermission = { apiGroup: '', resources: ['configmaps'], verbs: ['create'] };
const PHASE: StepPermission = {
  apiGroup: '',
  resources: ['configmaps'],
  verbs: ['get', 'patch'],
  names: [PHASE_CONFIG_MAP],
};
/** To read the phase. */
export const GET_PHASE: StepPermission = { ...PHASE, verbs: ['get'] };

/** An entry of the audit record, under a name of its own: a step that is tried again finds that it is there. */
function audit(run: Omit<PhaseChange, 'phase' | 'active'>, entry: string, data: Record<string, string>): string[] {
  return [
    'now=$(date -u +%Y-%m-%dT%H:%M:%SZ)',
    `entry=$(${configMap(run.app, `"dr-audit-$WORKFLOW_UID-${entry}"`, {
      application: run.app,
      runbook: run.kind,
      from: run.from.name,
      to: run.to.name,
      ...data,
      at: '$now',
      started: '$STARTED',
      workflow: '$WORKFLOW',
      labels: '$LABELS',
      reason: '$REASON',
    })})`,
    `if ! said=$(printf '%s\\n' "$entry" | kubectl create --filename=- 2>&1); then`,
    '  case "$said" in',
    "    *'already exists'*) ;;",
    `    *) printf '%s\\n' "$said" >&2; exit 1 ;;`,
    '  esac',
    'fi',
  ];
}

function phase({ app, phase: name, active }: PhaseChange): string[] {
  const data = { phase: name, active: active.name, since: '$now', workflow: '$WORKFLOW' };
  return [
    `${configMap(app, PHASE_CONFIG_MAP, data)} |`,
    '  kubectl apply --server-side --force-conflicts --field-manager=runbook --filename=-',
  ];
}

function configMap(app: string, name: string, data: Record<string, string>): string {
  const literals = Object.entries(data).map(([key, value]) => `  --from-literal=${key}=${quoted(value)} \\`);
  return [
    `kubectl create configmap ${name} \\`,
    ...literals,
    '  --dry-run=client --output=yaml |',
    `  kubectl label --local --filename=- ${AUDIT_LABEL}=${app} --output=yaml`,
  ].join('\n');
}

/** Names and phases are words; what Argo fills in may be anything. */
function quoted(value: string): string {
  return value.startsWith('$') ? `"${value}"` : value;
}

/** `DRedSteadyState` as `dred-steady-state`. */
function slug(phase: RecoveryPhase): string {
  return phase.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
}
