import { resolve } from "node:path";
import { defineConfig } from "vite";

/** Service workers: each one classic file without imports, which every browser runs. Built after the pages' entries. */
export default defineConfig({
  base: "./",
  publicDir: false,
  build: {
    outDir: resolve(import.meta.dirname, "src/mentorhalo/core/static/core/build"),
    emptyOutDir: false,
    manifest: "workers.json",
    rolldownOptions: {
      input: { "field-worker": resolve(import.meta.dirname, "src/mentorhalo/field/client/worker.ts") },
      output: { format: "iife" },
    },
  },
});
