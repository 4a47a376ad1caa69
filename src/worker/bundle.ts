import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

/** Bundles the workflows once a process; every Worker of it shares the result. */
export async function bundleWorkflows(): Promise<WorkflowBundleWithSourceMap> {
  // Sources when run by tsx, built files otherwise: whichever stands beside this file.
  const [source, built] = ['ts', 'js'].map((ending) =>
    fileURLToPath(new URL(`../workflows/index.${ending}`, import.meta.url)),
  );
  const workflowsPath = [source, built].find((path) => path !== undefined && existsSync(path));
  if (workflowsPath === undefined) throw new Error('The workflows are missing from this installation.');
  // Two seconds of work whose list of modules interests nobody; warnings and errors still show.
  return bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
}
