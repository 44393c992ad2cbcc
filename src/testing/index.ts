export * from './synthesized';
