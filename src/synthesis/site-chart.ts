import type { ChartProps } from 'cdk8s';
import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';

const SITE_CHART = Symbol.for('cndr.SiteChart');

/** Objects of one stack for one cluster: one file in that cluster's folder. */
export class SiteChart extends Chart {
  /** True for a SiteChart of any copy of this package. */
  public static isSiteChart(x: unknown): x is SiteChart {
    return typeof x === 'object' && x !== null && SITE_CHART in x;
  }

  constructor(
    scope: Construct,
    /** Folder of the cluster, and id of the construct. */
    public readonly folder: string,
    /** Name of the file in it, without ending. */
    public readonly file: string,
    props: ChartProps = {},
  ) {
    super(scope, folder, props);
    Object.defineProperty(this, SITE_CHART, { value: true });
  }
}
