import type { IStatefulWorkload } from '../model/workload';
import type { CockroachDbProps } from './cockroachdb';
import { CockroachDb } from './cockroachdb';
import type { EtcdProps } from './etcd';
import { Etcd } from './etcd';

/** The stateful systems that the library deploys. Anything else: implement IStatefulWorkload. */
export class StatefulWorkload {
  /** CockroachDB: distributed SQL, one database over all sites, Raft per range. */
  public static cockroachDb(props: CockroachDbProps = {}): IStatefulWorkload {
    return new CockroachDb(props);
  }

  /** etcd: one small key-value store over all sites, one Raft group; the state of a control plane. */
  public static etcd(props: EtcdProps = {}): IStatefulWorkload {
    return new Etcd(props);
  }

  private constructor() {}
}
