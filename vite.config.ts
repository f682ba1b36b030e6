import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Where a running engine listens, for `npm run dev`: start one with `npm run -s sayso -- start` and open its address once to sign in. */
const ENGINE = 'http://127.0.0.1:4141';

export default defineConfig({
  // Vite's root is the editor; tests run from the checkout.
  root: process.env.VITEST ? '.' : 'editor',
  plugins: [react()],
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: ENGINE, changeOrigin: true, ws: true, headers: { origin: ENGINE } } },
  },
  test: {
    environment: 'node',
    include: ['test/**/*.test.{ts,tsx}'],
    pool: 'forks',
    // One file after the other: the model's process steps back behind everything else, and would starve beside a second worker on two cores.
    fileParallelism: false,
    globalSetup: ['./test/programs.ts'],
    reporters: ['default', './test/closing.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
