// Makes this thread read TypeScript, then becomes the worker. A thread inherits no loader, and the
// `--import tsx` flag registers nothing in one; so this one file is plain JavaScript.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
