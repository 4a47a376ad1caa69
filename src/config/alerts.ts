import type { z } from 'zod';
import { section } from './fields.js';

/** Where alerts go: the log, until there are channels to choose from. */
export const alertsSection = () => section({});

/** Everything about the alerts of a connection. */
export type AlertsConfig = Readonly<z.output<ReturnType<typeof alertsSection>>>;
