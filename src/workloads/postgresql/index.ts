export * from './postgresql';
export * from './props';
