import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from '@temporalio/worker';

/** Stands beside what was built; a checkout that runs from its sources has none. */
const BUILT = new URL('../workflows.bundle.js', import.meta.url);

/** The workflows as one piece of code, once a process; every Worker of it shares the result. */
export async function loadWorkflows(): Promise<WorkflowBundle> {
  return existsSync(BUILT) ? { code: await readFile(BUILT, 'utf8') } : bundleWorkflows();
}

/** Bundles when the program is built, because it takes seconds and memory that a process never gives back. */
export async function writeBundle(): Promise<void> {
  const { code } = await bundleWorkflows();
  await writeFile(BUILT, code);
}

async function bundleWorkflows(): Promise<WorkflowBundle> {
  // Sources when run by tsx, built files otherwise: whichever stands beside this file.
  const [source, built] = ['ts', 'js'].map((ending) =>
    fileURLToPath(new URL(`../workflows/index.${ending}`, import.meta.url)),
  );
  const workflowsPath = [source, built].find((path) => path !== undefined && existsSync(path));
  if (workflowsPath === undefined) throw new Error('The workflows are missing from this installation.');
  // The list of modules interests nobody; warnings and errors still show.
  return bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
}
