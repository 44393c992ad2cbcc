export * from './etcd';
export * from './props';
