export type { Command, Missing, User } from './command.js';
export { prepareCluster, type Cluster, type ClusterOptions } from './postgres/cluster.js';
export { startThrowawayPostgres, type ThrowawayPostgres } from './postgres/throwaway.js';
