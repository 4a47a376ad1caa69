import { BLOCKING_REASONS, FLAG_REASONS, type BlockingReason, type FlagReason } from '../domain/attention.js';
import type { ListedStage } from './orders/rows.js';

/** What to type about an order that waits for a person; words in capitals are to be filled in. */
const SAID = '--why TEXT';

const COMMANDS: Readonly<Record<BlockingReason | FlagReason, readonly [command: string, options: string]>> = {
  'unknown-sku': ['resolve', `--sku SKU --new-sku SKU ${SAID}`],
  'ambiguous-sku': ['retry', ''],
  'invalid-address': ['resolve', `--city CITY ${SAID}`],
  'total-mismatch': ['resolve', `--line N --price AMOUNT ${SAID}`],
  'unmapped-carrier': ['retry', ''],
  'tracking-missing': ['resolve', `--decision ship-without-tracking ${SAID}`],
  'refused-by-order-system': ['retry', ''],
  'refused-by-channel': ['retry', ''],
  'payment-declined': ['retry', ''],
  unauthorised: ['retry', ''],
  'unrecognised-status': ['retry', ''],
  'voided-in-order-system': ['resolve', `--decision deliver-again ${SAID}`],
  'changed-in-order-system': ['resolve', `--decision ship-as-it-is ${SAID}`],
  'missing-in-channel': ['retry', ''],
  'split-in-channel': ['cancel', '--reason TEXT'],
  'too-large': ['cancel', '--reason TEXT'],
  overdue: ['order', ''],
  'changed-in-channel': ['order', ''],
  'open-in-channel': ['order', ''],
};

/** What an order that waits is known by in lists. */
interface WaitingOrder {
  readonly channelOrderId: string;
  readonly stage: ListedStage;
  readonly attentionReason: string | null;
}

/** The command that goes with an order's next step; the step itself says what to do before. */
export function nextCommandOf({ channelOrderId, stage, attentionReason }: WaitingOrder): string {
  const [command, options] = choose(stage, attentionReason);
  return `orderbridge ${command} ${channelOrderId}${options === '' ? '' : ` ${options}`}`;
}

function choose(stage: ListedStage, reason: string | null): readonly [command: string, options: string] {
  if (stage === 'held') return ['release', ''];
  if (stage === 'cancel-unresolved') return ['resolve', '--decision voided-by-hand'];
  const known = [...BLOCKING_REASONS, ...FLAG_REASONS].find((one) => one === reason);
  return known === undefined || stage === 'failed' ? ['order', ''] : COMMANDS[known];
}
