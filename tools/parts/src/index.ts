export type { OnProgress } from './apt/fetch.js';
export type { Command, Missing, User } from './command.js';
export { run, type Finished } from './command.js';
export { ensurePrograms, required, type EnsureOptions, type Programs } from './ensure.js';
export { tryLock, type Lock } from './lock.js';
export { prepareCluster, type Cluster, type ClusterOptions } from './postgres/cluster.js';
export { startThrowawayPostgres, type ThrowawayPostgres } from './postgres/throwaway.js';
export type { ProgramName } from './programs.js';
export { REPOSITORY } from './repository.js';
