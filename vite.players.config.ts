import { resolve } from "node:path";
import { defineConfig } from "vite";

/** Scripts for frames of no origin, which may load no modules: each one classic file without imports. */
export default defineConfig({
  base: "./",
  publicDir: false,
  build: {
    outDir: resolve(import.meta.dirname, "src/mentorhalo/core/static/core/build"),
    emptyOutDir: false,
    manifest: "players.json",
    rolldownOptions: {
      input: {
        "scorm-player": resolve(import.meta.dirname, "src/mentorhalo/training/client/scorm-player.ts"),
      },
      output: { format: "iife" },
    },
  },
});
