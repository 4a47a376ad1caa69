import { releaseHoldSignal } from '../messages/order-messages.js';
import { rendered, type Command } from './command.js';
import { ORDER_COMMAND_LIMIT_MS, readOrderRequest, readWait, TELLS_ORDER } from './orders/arguments.js';
import { renderRelease } from './output/signal-order.js';
import { signalExitCode, signalOrder } from './signal-order.js';

/** `orderbridge release` */
export const releaseCommand: Command = {
  summary: 'let a held order go on to delivery',
  description:
    'Releases an order that waits because the configuration says orders.hold: it is read again in Houzz and delivered ' +
    'to TradeGecko. To refuse it instead, use "orderbridge cancel".',
  examples: ['orderbridge release 1234-5678-9012-3456', 'orderbridge release HZ-GFTK6Z2WRK --wait'],
  args: TELLS_ORDER,
  run: async (args, { connectTemporal }) => {
    const request = readOrderRequest(args);
    const { client, within } = await connectTemporal();
    const told = { signal: releaseHoldSignal, stages: ['held'], ...readWait(args) } as const;
    const data = await within(ORDER_COMMAND_LIMIT_MS, () => signalOrder(client, request, told));
    return rendered({ exitCode: signalExitCode(data), data, render: renderRelease });
  },
};
