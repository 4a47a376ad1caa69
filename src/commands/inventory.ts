import { usageError } from './command-error.js';
import { rendered, type Command } from './command.js';
import { CONFIG, CONNECTION, EVERY_COMMAND } from './common-arguments.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { inspectDifferences, inspectSku } from './inventory/ask-worker.js';
import { renderDifferences } from './output/inventory-differences.js';
import { renderSku } from './output/inventory-sku.js';
import { pickConnection } from './pick-connection.js';
import type { DifferencesReport } from './reports.js';

/** A person is needed where a figure cannot be computed, and where the guard would stop the rest. */
export function exitCodeOfDifferences({ counts, guard }: DifferencesReport): ExitCode {
  return counts.problem > 0 || guard !== null ? EXIT.needsPerson : EXIT.fine;
}

/** `orderbridge inventory` */
export const inventoryCommand: Command = {
  summary: 'explain the stock of a SKU, or list what differs',
  description:
    'Explains what is shown of a SKU in Houzz: every figure with its source, the orders in flight, what is held back ' +
    'because it may be sold already, and what the next comparison does. With --differences it lists every SKU whose ' +
    'figure differs, with the reason. The worker reads both services; nothing is written. Ends with 1 when a SKU has ' +
    'a problem.',
  examples: [
    'orderbridge inventory LAMP-1',
    'orderbridge inventory LAMP-1 --json',
    'orderbridge inventory --differences',
  ],
  args: {
    sku: { type: 'positional', required: false, description: 'the SKU as Houzz shows it' },
    differences: { type: 'boolean', description: 'list all SKUs whose figure differs' },
    ...CONNECTION,
    ...CONFIG,
    ...EVERY_COMMAND,
  },
  run: async (args, { loadConfig, connectTemporal, progress, now }) => {
    const sku = args.text('sku');
    if ((sku === undefined) !== args.flag('differences')) {
      const why = 'It explains one SKU, or lists all that differ.';
      throw usageError('It is not clear what to look at.', why, 'Give a SKU, or --differences.');
    }
    const connection = pickConnection(loadConfig(args.text('config')), args.text('connection'));
    const ask = { link: await connectTemporal(), progress, now };
    if (sku === undefined) {
      const data = await inspectDifferences(connection, ask);
      return rendered({ exitCode: exitCodeOfDifferences(data), data, render: renderDifferences });
    }
    const data = await inspectSku(connection, sku, ask);
    const needsPerson = data.plan.kind === 'problem' || (data.last?.guard ?? null) !== null;
    return rendered({ exitCode: needsPerson ? EXIT.needsPerson : EXIT.fine, data, render: renderSku });
  },
};
