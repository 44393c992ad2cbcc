import type { Bound } from '../recovery/bound';
import type { KnownTime } from '../recovery/known-time';
import type { OutputObject } from '../recovery/trace';
import type { AppFacts } from './facts';

/** Something that has to be there before the manifests are applied. */
export interface PrerequisiteFact {
  /** Site, or the cluster that is no site. */
  readonly site: string;
  /** `Secret`, `StorageClass`, `setting`, ... */
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  /** Keys that a Secret or ConfigMap must have; undefined: none in particular. */
  readonly keys?: string[];
  readonly why: string;
}

/** Fields that runbooks change, so that GitOps must not change them back. */
export interface FailoverOwnedFact {
  readonly site: string;
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly jsonPointers: string[];
}

/** A procedure that is emitted. */
export interface RunbookFact {
  /** `failover`, `switchover` or `reprotect`. */
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  /** Site in whose cluster the workflow runs. */
  readonly runsIn: string;
  /** Name of the WorkflowTemplate. */
  readonly workflow: string;
}

/** What an application needs around it, and how it is moved. */
export interface SurroundingFacts {
  /** False when props were refused, so that parts of the output are missing. */
  readonly complete: boolean;
  /** The ClusterIssuer that the fleet puts into every site. */
  readonly issuer: string;
  readonly prerequisites: PrerequisiteFact[];
  readonly failoverOwned: FailoverOwnedFact[];
  readonly runbooks: RunbookFact[];
  /** Pods that hold data, by site. */
  readonly nodes: { readonly site: string; readonly nodes: number }[];
}

/** What the rules read of a rendered application: what its parts stated, and what came out. */
export interface AppEvidence extends AppFacts, SurroundingFacts {
  /** All objects and resources of the application's stack, as they will be written. */
  readonly output: OutputObject[];
  /** Everything that is promised of the application, with times that somebody knows better in their places. */
  readonly bounds: Bound[];
  /** Times that somebody knows better than the library assumes. */
  readonly knownTimes: KnownTime[];
  /** Names of the assumed terms that these may take the place of, each once. */
  readonly assumedTerms: string[];
}
