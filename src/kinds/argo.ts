import type { Container, EnvFromSource, EnvVar, PodSecurityContext, Volume } from 'kubernetes-types/core/v1';
import type { Metadata } from './kubernetes';

/** A step of a steps template. */
export interface WorkflowStep {
  readonly name: string;
  readonly template: string;
  readonly continueOn?: { readonly failed: boolean; readonly error: boolean };
}

/** Runs other templates, one group after the other. */
export interface StepsTemplate {
  readonly name: string;
  /** Of this template, while it runs. */
  readonly synchronization?: { readonly mutexes: { readonly name: string }[] };
  /** Groups one after the other; the steps of a group run at the same time. */
  readonly steps: WorkflowStep[][];
}

/** Waits for `argo resume`. */
export interface SuspendTemplate {
  readonly name: string;
  readonly suspend: object;
}

/** Runs a script in a pod. */
export interface ScriptTemplate {
  readonly name: string;
  /** Of each pod, so of each attempt. */
  readonly activeDeadlineSeconds: number;
  readonly retryStrategy?: {
    readonly limit: string;
    readonly retryPolicy: 'Always';
    readonly expression: string;
    readonly backoff: { readonly duration: string };
  };
  readonly volumes?: Volume[];
  readonly script: Pick<Container, 'resources' | 'securityContext' | 'volumeMounts'> & {
    readonly image: string;
    readonly command: string[];
    readonly source: string;
    readonly env: EnvVar[];
    readonly envFrom?: EnvFromSource[];
  };
}

export type WorkflowTemplateEntry = ScriptTemplate | StepsTemplate | SuspendTemplate;

/** What a workflow is, in a WorkflowTemplate and in a CronWorkflow. */
export interface WorkflowSpec {
  readonly entrypoint: string;
  readonly onExit?: string;
  readonly arguments?: { readonly parameters: { readonly name: string; readonly description: string }[] };
  /** Labels of the Workflow itself. */
  readonly workflowMetadata: { readonly labels: Record<string, string> };
  readonly podMetadata: { readonly labels: Record<string, string> };
  readonly serviceAccountName: string;
  readonly automountServiceAccountToken: boolean;
  readonly securityContext: PodSecurityContext;
  /** JSON, merged over each pod. */
  readonly podSpecPatch: string;
  readonly podGC: { readonly strategy: 'OnPodSuccess' | 'OnPodCompletion'; readonly deleteDelayDuration?: string };
  readonly ttlStrategy: { readonly secondsAfterSuccess: number; readonly secondsAfterFailure: number };
  readonly volumes: Volume[];
  readonly templates: WorkflowTemplateEntry[];
}

/** argoproj.io/v1alpha1 WorkflowTemplate, as in Argo Workflows v4.1.2. */
export interface WorkflowTemplate {
  readonly apiVersion: 'argoproj.io/v1alpha1';
  readonly kind: 'WorkflowTemplate';
  readonly metadata: Metadata;
  readonly spec: WorkflowSpec;
}

/** argoproj.io/v1alpha1 CronWorkflow. Its name has at most 52 characters: the time is appended for each Workflow. */
export interface CronWorkflow {
  readonly apiVersion: 'argoproj.io/v1alpha1';
  readonly kind: 'CronWorkflow';
  readonly metadata: Metadata;
  readonly spec: {
    readonly schedules: string[];
    readonly timezone: string;
    readonly concurrencyPolicy: 'Forbid';
    readonly startingDeadlineSeconds: number;
    readonly successfulJobsHistoryLimit: number;
    readonly failedJobsHistoryLimit: number;
    readonly workflowSpec: WorkflowSpec;
  };
}

export type ArgoObject = CronWorkflow | WorkflowTemplate;
