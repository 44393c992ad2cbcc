export * from './custom';
export * from './props';
