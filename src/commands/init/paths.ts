import { resolve } from 'node:path';

/** Where the configuration shall stand: by the same rule that reads it. */
export function configPathOf({
  env,
  cwd,
  path,
}: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly path: string | undefined;
}): string {
  return resolve(cwd, path ?? (env['ORDERBRIDGE_CONFIG'] || 'orderbridge.yaml'));
}
