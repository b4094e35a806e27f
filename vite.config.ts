import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

const client = resolve(import.meta.dirname, "src/mentorhalo/core/client");

export default defineConfig({
  base: "./",
  publicDir: false,
  resolve: {
    alias: { "@theme": resolve(import.meta.dirname, "node_modules/.cache/designsystemet/build") },
  },
  build: {
    outDir: resolve(import.meta.dirname, "src/mentorhalo/core/static/core/build"),
    emptyOutDir: true,
    manifest: "manifest.json",
    // Fonts and pictures stay files: the content policy allows no data: addresses for them.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: {
        main: resolve(client, "main.ts"),
        map: resolve(client, "map.ts"),
        chart: resolve(client, "chart.ts"),
        guard: resolve(client, "guard.ts"),
      },
    },
  },
  test: {
    environment: "happy-dom",
    include: ["src/mentorhalo/**/client/**/*.test.ts"],
  },
});
