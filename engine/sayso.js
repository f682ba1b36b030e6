#!/usr/bin/env node
// The installed command: TypeScript is read as it is, by tsx in this process.
import { register } from 'tsx/esm/api';

register();
await import('./main.ts');
