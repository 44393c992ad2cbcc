import type { Chart } from 'cdk8s';
import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { emittedAs } from '../kinds/emit';
import type { KubernetesObject } from '../kinds/kubernetes';
import type { Finding } from '../rules/finding';
import { Severity } from '../rules/finding';
import type { RunStack } from './run';
import { SiteChart } from './site-chart';

/** A rendered object: plain JSON, keys sorted. */
export interface RenderedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [key: string]: unknown;
}

/** An object with the construct that it is of. */
export interface RenderedEntry {
  /** Path of the construct. */
  readonly path: string;
  readonly json: RenderedObject;
  /** The object before any patch; undefined for one that is not of this library. */
  readonly emitted?: KubernetesObject;
}

/** One file of manifests. */
export interface RenderedFile {
  /** Path below the output folder, with slashes. */
  readonly path: string;
  /** Folder of the cluster; undefined for a chart that is not of this library. */
  readonly cluster?: string;
  /** Id of the stack that the file belongs to; undefined for a chart that is not of this library. */
  readonly stack?: string;
  readonly objects: RenderedEntry[];
}

/** The whole tree, rendered in one pass. */
export interface RenderedTree {
  readonly files: RenderedFile[];
  readonly stacks: (RunStack & IConstruct)[];
  /** What the constructs' own validations found. */
  readonly findings: Finding[];
}

/**
 * Renders every ApiObject once, in the order of the tree. `chart.toJson()` would validate the whole tree and resolve all its
 * dependencies again for each chart, which makes the time grow with charts times objects.
 */
export function renderTree(root: IConstruct): RenderedTree {
  const files = new Map<Chart, RenderedFile>();
  const stacks: RunStack[] = [];
  const findings: Finding[] = [];
  for (const construct of root.node.findAll()) {
    for (const message of construct.node.validate()) {
      findings.push({ rule: 'INPUT', severity: Severity.ERROR, path: construct.node.path, message });
    }
    if (isRunStack(construct)) stacks.push(construct);
    if (ApiObject.isApiObject(construct)) {
      const file = files.get(construct.chart) ?? newFile(construct.chart);
      files.set(construct.chart, file);
      const json = construct.toJson() as RenderedObject;
      file.objects.push({ path: construct.node.path, json, emitted: emittedAs(construct) });
    }
  }
  return { files: [...files.values()], stacks, findings };
}

function isRunStack(construct: IConstruct): construct is RunStack {
  return Symbol.for('cndr.SiteStack') in construct;
}

function newFile(chart: Chart): RenderedFile {
  if (SiteChart.isSiteChart(chart)) {
    return { path: `${chart.folder}/${chart.file}.k8s.yaml`, cluster: chart.folder, stack: chart.file, objects: [] };
  }
  return { path: `${chart.node.path.replaceAll('/', '-')}.k8s.yaml`, objects: [] };
}
