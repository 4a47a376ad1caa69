import { retryNowSignal } from '../messages/order-messages.js';
import { rendered, type Command } from './command.js';
import { ORDER_COMMAND_LIMIT_MS, readOrderRequest, readWait, TELLS_ORDER } from './orders/arguments.js';
import { renderRetry } from './output/signal-order.js';
import { signalExitCode, signalOrder } from './signal-order.js';

/** `orderbridge retry` */
export const retryCommand: Command = {
  summary: 'try an order again that needs attention',
  description:
    'Tells an order that stands before a person to try again now, after its cause was mended: a SKU created, a carrier ' +
    'added, a right granted. Blocked orders also try again by themselves, once an hour unless configured otherwise.',
  examples: ['orderbridge retry 1234-5678-9012-3456', 'orderbridge retry HZ-GFTK6Z2WRK --wait'],
  args: TELLS_ORDER,
  run: async (args, { connectTemporal }) => {
    const request = readOrderRequest(args);
    const { client, within } = await connectTemporal();
    const told = {
      signal: retryNowSignal,
      stages: ['needs-attention', 'cancel-unresolved'],
      ...readWait(args),
    } as const;
    const data = await within(ORDER_COMMAND_LIMIT_MS, () => signalOrder(client, request, told));
    return rendered({ exitCode: signalExitCode(data), data, render: renderRetry });
  },
};
