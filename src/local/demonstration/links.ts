import { relative } from 'node:path';
import { channelOrderId } from '../../domain/ids.js';
import { orderWorkflowId } from '../../messages/workflow-ids.js';
import { paceLines } from './settings.js';
import type { World } from './world.js';

export interface WelcomeOptions {
  readonly stateDir: string;
  /** An order to look at; undefined when there is none. */
  readonly example: string | undefined;
  readonly isRestarted: boolean;
}

/** Where the commands look for Temporal when nobody tells them. */
const DEFAULT_PORT = '7233';

/** What a visitor is told first: what this is, where to look, what to try. */
export function welcome(world: World, { stateDir, example, isRestarted }: WelcomeOptions): readonly string[] {
  const begin = isRestarted ? 'Going on from where it was left.' : 'A fresh start.';
  return [
    '',
    `Orderbridge demonstration. ${begin}`,
    ...paceLines(),
    '',
    ...linksOf(world, example),
    ...trials(world, example),
    'Ctrl-C ends everything; nothing is lost, and "npm start" goes on from there.',
    `To begin afresh, end it and delete the folder ${near(stateDir)}.`,
    '',
  ];
}

function linksOf({ host: { temporal }, connection }: World, example: string | undefined): readonly string[] {
  const { uiUrl, namespace } = temporal;
  if (uiUrl === undefined) return [];
  const base = `${uiUrl}/namespaces/${encodeURIComponent(namespace)}/workflows`;
  const query = encodeURIComponent(`Connection="${connection}" AND WorkflowType="processOrder"`);
  const one = example === undefined ? [] : [['One order', orderPath(base, connection, example)] as const];
  const links = [['All orders', `${base}?query=${query}`] as const, ...one];
  return ["Temporal's Web UI", ...links.map(([name, link]) => `  ${name}: ${link}`), ''];
}

function orderPath(base: string, connection: World['connection'], example: string): string {
  return `${base}/${encodeURIComponent(orderWorkflowId(connection, channelOrderId(example)))}`;
}

function trials({ host: { temporal }, configPath }: World, example: string | undefined): readonly string[] {
  const { address, uiUrl, namespace } = temporal;
  const isUsual = address.endsWith(`:${DEFAULT_PORT}`) && namespace === 'default';
  const settings = [
    ['ORDERBRIDGE_CONFIG', near(configPath)],
    ...(isUsual ? [] : [['TEMPORAL_ADDRESS', address] as const, ['TEMPORAL_NAMESPACE', namespace] as const]),
    ...(isUsual || uiUrl === undefined ? [] : [['ORDERBRIDGE_UI_URL', uiUrl] as const]),
  ].map(([name, value]) => `  export ${name}=${value}`);
  const order = example === undefined ? [] : [`order ${example}`, `cancel ${example} --reason "buyer called" --code 3`];
  const commands = ['orders', ...order].map((command) => `  npm run orderbridge -- ${command}`);
  return ['In another terminal, in this folder', ...settings, ...commands, ''];
}

/** What a visitor is told last. */
export function goodbye(stateDir: string): readonly string[] {
  return [
    '',
    'Ending. Every order keeps its place; "npm start" goes on from there.',
    `To begin afresh, delete the folder ${near(stateDir)}.`,
  ];
}

/** A path as it is typed in this folder, when it is below it. */
function near(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith('..') ? path : short;
}
