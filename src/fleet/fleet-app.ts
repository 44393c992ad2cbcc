import { App } from 'cdktf';
import { OUTDIR_CONTEXT, ensureFolder, reportFile } from '../synthesis/disk';
import { writtenPlan } from '../synthesis/run';
import { summarize } from '../synthesis/summary';

/** Properties of the root of a tree. */
export interface FleetAppProps {
  /**
   * Folder of the Terraform stacks.
   *
   * @default - `CDKTF_OUTDIR`, which the cdktf CLI sets, or `cdktf.out`
   */
  readonly outdir?: string;
  /**
   * Folder of the manifests, one folder a cluster, and of the plan.
   *
   * @default - `CDK8S_OUTDIR`, which the cdk8s CLI sets, or `dist`
   */
  readonly manifestOutdir?: string;
  /**
   * Whether `synth` prints a table of the applications with their bounds and findings.
   *
   * @default true
   */
  readonly summary?: boolean;
  /**
   * Context of the tree, as in `cdktf.json`.
   *
   * @default - none
   */
  readonly context?: Record<string, string>;
}

/**
 * Root of a tree of fleets and applications. A plain cdktf App works too; this one also makes nested output folders, keeps
 * stack traces with paths of the machine out of the output, and prints a summary.
 */
export class FleetApp extends App {
  private readonly summary: boolean;

  constructor(props: FleetAppProps = {}) {
    super({
      outdir: ensureFolder(props.outdir ?? process.env.CDKTF_OUTDIR ?? 'cdktf.out'),
      stackTraces: false,
      context: { ...props.context, ...(props.manifestOutdir ? { [OUTDIR_CONTEXT]: props.manifestOutdir } : {}) },
    });
    this.summary = props.summary ?? true;
  }

  /**
   * Validates the whole tree, then writes everything.
   *
   * @throws DrError with all errors of the run; nothing was written
   */
  public override synth(): void {
    super.synth();
    const plan = writtenPlan(this);
    if (this.summary && plan) process.stdout.write(`${summarize(plan)}\nreport: ${reportFile(this)}\n`);
  }
}
