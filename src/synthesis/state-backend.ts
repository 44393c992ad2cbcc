import type { TerraformBackend, TerraformStack } from 'cdktf';
import { LocalBackend, S3Backend } from 'cdktf';

/** Where a bucket holds Terraform state. */
export interface S3StateProps {
  /** Name of the bucket. */
  readonly bucket: string;
  /** Region of the bucket: one that no site shares, so that state survives the loss of a site. */
  readonly region: string;
  /**
   * Key of the state file.
   *
   * @default - `<stack>/terraform.tfstate`
   */
  readonly key?: string;
}

/** Where Terraform keeps the state of a stack. Any other backend: `new GcsBackend(dr, {...})`, as in every cdktf stack. */
export abstract class StateBackend {
  /**
   * A file beside the output folder.
   *
   * @param path path relative to `cdktf.out/stacks/<stack>`, where Terraform runs; never absolute, since the output must
   * not depend on the machine
   */
  public static local(path?: string): StateBackend {
    return new LocalState(path);
  }

  /** An object in a bucket, encrypted, locked by S3 itself (Terraform 1.10 and later). */
  public static s3(props: S3StateProps): StateBackend {
    return new S3State(props);
  }

  /** Adds the backend to a stack. */
  public abstract attach(stack: TerraformStack): TerraformBackend;
}

class LocalState extends StateBackend {
  constructor(private readonly path?: string) {
    super();
  }

  public attach(stack: TerraformStack): TerraformBackend {
    return new LocalBackend(stack, { path: this.path ?? `../../../terraform.${stack.node.id}.tfstate` });
  }
}

class S3State extends StateBackend {
  constructor(private readonly props: S3StateProps) {
    super();
  }

  public attach(stack: TerraformStack): TerraformBackend {
    const backend = new S3Backend(stack, {
      bucket: this.props.bucket,
      region: this.props.region,
      key: this.props.key ?? `${stack.node.id}/terraform.tfstate`,
      encrypt: true,
    });
    stack.addOverride('terraform.backend.s3.use_lockfile', true);
    return backend;
  }
}
