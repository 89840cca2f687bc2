import { createProjectGraphAsync, readCachedProjectGraph } from '@nx/devkit';

/**
 * Without a project graph the boundary rule prints a warning and lets every import pass. So the graph
 * is made when Nx has not left one, and a graph that cannot be made stops the lint.
 */
export async function requireProjectGraph() {
  try {
    readCachedProjectGraph();
  } catch {
    await createProjectGraphAsync({ exitOnError: false });
  }
  readCachedProjectGraph();
}
