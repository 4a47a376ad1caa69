import { randomBytes } from 'node:crypto';
import type { SandboxWorld } from '../../service.js';
import { APPLICATION_ID } from '../fresh-world.js';
import type { ApplicationOptions } from '../options.js';

/** A program that calls the API: what tokens, webhooks and the quota belong to. */
export interface Application {
  readonly id: number;
  readonly name: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
}

/** Made up; the real service never issued it. */
export const DEMO_APPLICATION: ApplicationOptions = {
  clientId: 'demo-client',
  clientSecret: 'demo-client-secret-not-a-secret',
  redirectUris: ['http://localhost:3000/callback'],
};

const TABLE = 'tradegecko.applications';

/** Sets the first application, whose credentials are those that the sandbox was started with. */
export function plantApplication(world: SandboxWorld, options: ApplicationOptions): void {
  const { clientId, clientSecret, redirectUris } = options;
  put(world, { id: APPLICATION_ID, name: 'Sandbox application', clientId, clientSecret, redirectUris });
}

/** Makes a further application, with credentials of its own. */
export function makeApplication(world: SandboxWorld, of: Pick<Application, 'name' | 'redirectUris'>): Application {
  const id = APPLICATION_ID + world.state.nextNumber(TABLE);
  const clientId = randomBytes(32).toString('hex');
  const clientSecret = randomBytes(32).toString('hex');
  return put(world, { id, clientId, clientSecret, ...of });
}

/** All applications, the first one first. */
export function applicationsOf(world: SandboxWorld): readonly Application[] {
  return [...world.state.table<Application>(TABLE).values()];
}

/** The application of an id. */
export function findApplication(world: SandboxWorld, id: number): Application | undefined {
  return world.state.table<Application>(TABLE).get(String(id));
}

/** The application that calls itself by a client id. */
export function findClient(world: SandboxWorld, clientId: string): Application | undefined {
  return applicationsOf(world).find((application) => application.clientId === clientId);
}

function put(world: SandboxWorld, application: Application): Application {
  world.state.table<Application>(TABLE).put(String(application.id), application);
  return application;
}
