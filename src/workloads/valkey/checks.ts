import type { Duration } from 'cdk8s';
import { isDnsLabel, isDnsName } from '../../model/names';
import { isOlderThan } from '../etcd/image';
import { imageProblems } from '../image-reference';
import { cpuProblems, mebibytesOf, memoryProblems, sizeQuantity, volumeProblems } from '../resources';
import type { ValkeySettings } from './settings';

const MOST_REPLICAS = 20;

/** Props with which Valkey would not start, or not keep its promise: one message each. */
export function valkeyProblems(settings: ValkeySettings): string[] {
  const { replicas, passwordSecret, clientNamespaces } = settings;
  return [
    ...imageProblems('valkey image', settings.image),
    ...imageProblems('valkey exporterImage', settings.exporterImage),
    ...(isOlderThan(settings.image, 8, 0)
      ? [
          `valkey image is ${settings.image}; allowed is Valkey 8 or later, whose settings are emitted; give a newer tag`,
        ]
      : []),
    ...(Number.isInteger(replicas) && replicas >= 1 && replicas <= MOST_REPLICAS
      ? []
      : [
          `valkey replicas is ${replicas}; allowed are whole numbers from 1 to ${MOST_REPLICAS}; leave it out for 2 pods in each site`,
        ]),
    ...cpuProblems('valkey cpu', settings.cpu),
    ...roomProblems(settings),
    ...durationProblems('maxLag', settings.maxLag, 5, 3600),
    ...durationProblems('startTimeout', settings.startTimeout, 5, 86_400),
    ...durationProblems('syncTimeout', settings.syncTimeout, 60, 86_400),
    ...(isDnsName(passwordSecret)
      ? []
      : [`valkey passwordSecret is "${passwordSecret}", which no Secret can be called; give its name`]),
    ...clientNamespaces
      .filter((name) => !isDnsLabel(name))
      .map((name) => `valkey clientNamespaces has "${name}", which no namespace can be called; give its name`),
  ];
}

function roomProblems({ memory, storage }: ValkeySettings): string[] {
  const problems = [...memoryProblems('valkey memory', memory), ...volumeProblems('valkey storage', storage)];
  if (problems.length > 0 || mebibytesOf(storage) >= 2 * mebibytesOf(memory)) return problems;
  return [
    `valkey storage is ${sizeQuantity(storage)} with a memory of ${sizeQuantity(memory)}; allowed is twice the memory or more, as the append-only file is written anew beside the old one; raise storage or lower memory`,
  ];
}

function durationProblems(prop: string, duration: Duration, least: number, most: number): string[] {
  const seconds = duration.toSeconds({ integral: false });
  if (Number.isInteger(seconds) && seconds >= least && seconds <= most) return [];
  return [`valkey ${prop} is ${seconds} s; allowed are whole seconds from ${least} to ${most}; give what is meant`];
}
