export * from '../synthesis/plan';
export * from './synthesized';
