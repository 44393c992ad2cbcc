export * from './props';
export * from './valkey';
