export * from './cockroachdb';
export * from './props';
