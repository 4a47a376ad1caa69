import { writeBundle } from './bundle.js';

// The last step of `npm run build`.
await writeBundle();
