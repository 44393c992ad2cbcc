export { Mysql } from './mysql';
export type { MysqlProps } from './props';
