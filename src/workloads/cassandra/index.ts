export { Cassandra } from './cassandra';
export { type CassandraProps } from './props';
