#!/usr/bin/env node
// The installed command: TypeScript is read as it is, by tsx in this process.
import { register } from 'tsx/esm/api';

register();
// The model's process is forked from this one and reads TypeScript too.
process.execArgv.push('--import', import.meta.resolve('tsx'));
await import('./main.ts');
