import { setTimeout as pause } from 'node:timers/promises';
import { msToTs } from '@temporalio/common/lib/time.js';
import { formatDuration } from '../config/durations.js';
import { SEARCH_ATTRIBUTE_NAMES } from '../messages/search-attributes.js';
import { CommandError } from './command-error.js';
import { rendered, type Command } from './command.js';
import { EVERY_COMMAND } from './common-arguments.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { explain } from './explain.js';
import { renderSetup } from './output/setup.js';
import type { SetupReport, SetupStep } from './reports.js';
import { readRetentionMs, RETENTION_ENOUGH_MS } from './retention.js';
import { missingSearchAttributes, registerSearchAttributes } from './search-attributes.js';
import type { TemporalLink } from './temporal-connection.js';

const DAY_MS = 86_400_000;

/** Makes the namespace ready: it is there, keeps closed runs long enough and knows the search attributes. */
export async function setUp(link: TemporalLink, retentionDays: number): Promise<SetupReport> {
  const { address, namespace } = link;
  // Temporal Cloud answers these calls on another service, with another login: tcld or its pages do it there.
  const isCloud = CLOUD.test(address);
  const made = await setUpNamespace(link, retentionDays, isCloud);
  const steps: SetupStep[] = [made];
  if (made.outcome !== 'needed') {
    steps.push(await setUpRetention(link, retentionDays, isCloud));
    steps.push(await setUpAttributes(link, isCloud));
  }
  return { address, namespace, isCloud, steps };
}

const CLOUD = /(?:^|\.)(?:tmprl\.cloud|api\.temporal\.io)(?::\d+)?$/;

async function setUpNamespace(link: TemporalLink, retentionDays: number, isCloud: boolean): Promise<SetupStep> {
  const { connection, namespace } = link;
  const step = { what: 'namespace', commands: [] } as const;
  if (await isThere(link)) return { ...step, outcome: 'was there', detail: `"${namespace}" is known` };
  const commands = isCloud ? [`tcld namespace create --namespace ${namespace} --retention-days ${retentionDays}`] : [];
  if (isCloud) return { ...step, outcome: 'needed', detail: `"${namespace}" is not known here`, commands };
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs(retentionDays * DAY_MS),
  });
  await untilThere(link);
  return { ...step, outcome: 'done', detail: `"${namespace}" was created` };
}

async function isThere(link: TemporalLink): Promise<boolean> {
  try {
    await link.connection.workflowService.describeNamespace({ namespace: link.namespace });
    return true;
  } catch (error) {
    if (explain(error).what.startsWith('Temporal has no namespace')) return false;
    throw error;
  }
}

const LOOKS_MAX = 100;
const LOOK_EVERY_MS = 250;

/** A new namespace is known to all parts of a server only after some seconds. */
async function untilThere(link: TemporalLink): Promise<void> {
  for (let look = 0; look < LOOKS_MAX; look += 1) {
    const known = await missingSearchAttributes(link).catch(() => undefined);
    if (known !== undefined) return;
    await pause(LOOK_EVERY_MS);
  }
  throw new CommandError(EXIT.undecided, {
    what: `The namespace "${link.namespace}" was created, but is not ready yet.`,
    why: 'The server does not answer questions about it.',
    next: 'Run "orderbridge setup" again in a minute.',
  });
}

async function setUpRetention(link: TemporalLink, retentionDays: number, isCloud: boolean): Promise<SetupStep> {
  const { connection, namespace } = link;
  const keptMs = await readRetentionMs(link);
  const step = { what: 'retention', commands: [] } as const;
  if (keptMs >= RETENTION_ENOUGH_MS) {
    return { ...step, outcome: 'was there', detail: `closed runs are kept for ${formatDuration(keptMs)}` };
  }
  const commands = [`tcld namespace retention set --namespace ${namespace} --retention-days ${retentionDays}`];
  const detail = `closed runs are kept for ${formatDuration(keptMs)} only`;
  if (isCloud) return { ...step, outcome: 'needed', detail, commands };
  await connection.workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: msToTs(retentionDays * DAY_MS) },
  });
  return { ...step, outcome: 'done', detail: `closed runs are kept for ${retentionDays}d from now on` };
}

async function setUpAttributes(link: TemporalLink, isCloud: boolean): Promise<SetupStep> {
  const step = { what: 'search attributes', commands: [] } as const;
  const missing = await missingSearchAttributes(link);
  if (missing.length === 0)
    return { ...step, outcome: 'was there', detail: `all ${SEARCH_ATTRIBUTE_NAMES.length} are known` };
  if (!isCloud) {
    const registered = await registerSearchAttributes(link);
    return { ...step, outcome: 'done', detail: `registered: ${registered.join(', ')}` };
  }
  const names = missing.map((name) => `--search-attribute "${name}=Keyword"`);
  const command = `tcld namespace search-attributes add --namespace ${link.namespace}`;
  return {
    ...step,
    outcome: 'needed',
    detail: `missing: ${missing.join(', ')}`,
    commands: [[command, ...names].join(' ')],
  };
}

const exitCodeOf = ({ steps }: SetupReport): ExitCode =>
  steps.some(({ outcome }) => outcome === 'needed') ? EXIT.needsPerson : EXIT.fine;

const LIMIT_MS = 60_000;
const RETENTION_DAYS = 30;
const RETENTION_DAYS_MAX = 365;

/** `orderbridge setup` */
export const setupCommand: Command = {
  summary: "make Temporal's namespace ready: search attributes, retention",
  description:
    'Creates the namespace that TEMPORAL_NAMESPACE names where the server lacks it, has it keep closed runs for a month, ' +
    'and registers the search attributes that lists of orders need. Changes nothing that is right already. On Temporal ' +
    'Cloud, where another login does this, it prints the tcld commands instead and ends with 1 until they were run.',
  examples: ['orderbridge setup', 'orderbridge setup --retention-days 60'],
  args: {
    'retention-days': {
      type: 'string',
      valueHint: 'N',
      description: `how long closed runs are kept where it is too short; ${RETENTION_DAYS} when left out`,
    },
    ...EVERY_COMMAND,
  },
  run: async (args, { connectTemporal }) => {
    const days = args.whole('retention-days', { min: 7, max: RETENTION_DAYS_MAX }) ?? RETENTION_DAYS;
    const link = await connectTemporal();
    const data = await link.within(LIMIT_MS, () => setUp(link, days));
    return rendered({ exitCode: exitCodeOf(data), data, render: renderSetup });
  },
};
