import { resolve } from "node:path";
import { defineConfig, type Plugin } from "vitest/config";

const client = resolve(import.meta.dirname, "src/mentorhalo/core/client");
const surveys = resolve(import.meta.dirname, "src/mentorhalo/surveys/client");
const sheets = resolve(import.meta.dirname, "node_modules/enketo-transformer/dist/enketo-transformer/xsl");

/** Leaves the sheets of enketo-transformer among the built files, where Python reads them (surveys/engine/sheets.py). */
function xformSheets(): Plugin {
  return {
    name: "xform-sheets",
    async generateBundle() {
      for (const name of ["form", "model"]) {
        const file = resolve(sheets, `openrosa2${name === "form" ? "html5form" : "xmlmodel"}.xsl.js`);
        const { default: source } = await import(file);
        this.emitFile({ type: "asset", fileName: `xforms/${name}.xsl`, source });
      }
    },
  };
}

/** Where enketo-core breaks our rules: inline handlers, roles and tab stops that do not exist, a focus taken unasked. */
const PATCHES: Record<string, [string, string][]> = {
  // It parses broken XML to learn how the browser says so; the browser's words come with a style that is refused.
  "mergexml.js": [
    ["f = psr.parseFromString('<invalid', 'text/xml');", ""],
    ["nsd.psr = f.getElementsByTagName('parsererror')[0].namespaceURI;", "nsd.psr = '*';"],
  ],
  "form.js": [
    ["this.view.$.attr('onsubmit', 'return false;');", "this.view.$.on('submit', () => false);"],
    ["this.goToTarget(this.view.html);", ""],
    // The words of a code that is not among the choices are none, not "undefined".
    [
      "getSiblingElement(found, '.option-label.active')\n                        : [];",
      "getSiblingElement(found, '.option-label.active')\n                        : null;",
    ],
    // So may what is asked or said in other repetitions.
    [
      "collection = this.nonRepeats[attr].concat(repeatControls);",
      `collection = this.nonRepeats[attr].concat(repeatControls, this.all[attr].filter((el) => {
        const own = el.closest('.or-repeat');
        return own && !repeatControls.includes(el) &&
          (/\\[|indexed-repeat/.test(el.getAttribute(attr)) || !el.closest(\`.or-repeat[name="\${repeatPath}"]\`));
      }));`,
    ],
    // Of repetitions that do not apply none is sent, not only the first.
    [
      "const path = that.input.getName(node);\n            let target;",
      `const path = that.input.getName(node);
       const left = that.placesLeftOut(node, path);
       if (left) {
         for (const place of left) modelClone.node(path, place).getElement()?.remove();
         return;
       }
       let target;`,
    ],
    // A filter may count repetitions: with a further one other choices are offered elsewhere, too.
    [
      `selector = [\`.or-repeat[name="\${repeatPath}"] \${filter}[\${attr}]\`];`,
      `selector = [
        \`.or-repeat[name="\${repeatPath}"] \${filter}[\${attr}]\`,
        \`\${filter}[\${attr}*="\${repeatPath}"]\`,
      ];`,
    ],
  ],
  "calculate.js": [
    // What one repetition reckons may hang on another one of the same.
    [
      "dataNodes[updated.repeatIndex]",
      "dataNodes[updated.repeatIndex] && !/\\[|indexed-repeat/.test(props.expr)",
    ],
    // In one repetition there may be several of those inside it, each with its own result.
    [
      "props.index = dataNodes.indexOf(dataNode);",
      `props.index = -1;
       for (const index of this.form.placesOf(control, childNodeList, dataNodes))
         this._updateCalc(control, Object.assign(Object.create(props), { index }), emptyNonRelevant);`,
    ],
    ["if (repeatSiblings.length === dataNodes.length) {", "if (control.closest('.or-repeat')) {"],
    ["props.index = repeatSiblings.indexOf(", "props.index = this.form.repeats.getIndex("],
    // Whether repetitions inside others apply is asked where they are.
    [
      "const index = collection.refIndexOf(ancestor, path);",
      `const series = this.form.seriesIn(ancestor, path);
       const index = series?.index ?? collection.refIndexOf(ancestor, path);`,
    ],
    ["context: path,", "context: series?.marker ?? path,"],
  ],
  "page.js": [
    [
      "el.setAttribute('role', 'page');",
      "el.setAttribute('data-page', ''); el.setAttribute('tabindex', '-1');",
    ],
    ["pageEl.setAttribute('tabindex', 1);", ""],
    ["this.$btnNext.attr('tabindex', 2);", ""],
    ["pageEl.scrollIntoView();", "if (this.form.initialized) pageEl.scrollIntoView();"],
    // What holds pages is no page and lies in none: a repetition whose questions are asked one by one begins at its first.
    [
      "const closestPage = e.closest('[role=\"page\"]');",
      "const closestPage = e.closest('[data-page]') ?? this.activePages.find((page) => e.contains(page));",
    ],
    ["linkedQuestion.closest('[role=\"page\"]')", "linkedQuestion.closest('[data-page]')"],
    ["querySelectorAll('[role=\"page\"]')", "querySelectorAll('[data-page]')"],
  ],
  "repeat.js": [
    // The first repetition, where the form holds only a template of it, is as new as those that are asked for.
    ["if (trigger === 'user' || trigger === 'count') {", "if (trigger !== 'model') {"],
  ],
  "nodeset.js": [
    // What does not apply stays empty, so nothing follows from it: a calculation of the same name as what it is taken from
    // told of itself for ever.
    ["setNonRelevantValue(target, strVal);", "setNonRelevantValue(target, strVal); return null;"],
  ],
  "relevant.js": [
    [
      "result = this.evaluate(relevant, context, ind);",
      `const series = this.form.seriesIn(branchNode, path);
       result = series
         ? this.evaluate(relevant, series.marker, series.index)
         : this.evaluate(relevant, context, ind);`,
    ],
    [
      "const referencedModelNodes = new Set(nodeSet.getElements());",
      `const named = this.form.seriesIn(branchNode, path)?.nodes ?? nodeSet.getElements();
       const referencedModelNodes = new Set(named);`,
    ],
    ["const modelNodes = nodeSet\n                .getElements()\n", "const modelNodes = named\n"],
    // Of what is counted, that it applies by now has to be told although nothing is answered yet.
    [
      "if (isLeafNode && isChanged) {",
      "if ((isLeafNode && isChanged) || this.form.counted?.has(node.nodeName)) {",
    ],
  ],
  "output.js": [
    // Words may stand in a repeat that no group is around, in a group without a name, or above all questions.
    [
      "output.closest('.question, .or-group');",
      "output.closest('.question, .or-group[name], .or-repeat') ?? that.form.view.html;",
    ],
    ["!context.matches('.or-group')", "!context.matches('.or-group, .or-repeat')"],
  ],
  "form-model.js": [
    // What was answered is given room before it is read in: in the series it lies in, however deep.
    [
      "that.addRepeat(path, repeatIndex, true);",
      `const parent = that.evaluate(getXPath(node.parentElement, 'instance', true), 'node', null, null, true);
       const series = that.node(that.getRepeatCommentSelector(path)).getElements();
       const place = series.findIndex((mark) => mark.parentNode === parent);
       that.addRepeat(path, place < 0 ? repeatIndex : place, true);`,
    ],
    // What is not known of somebody is empty, not a sentence.
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the text of their code
    ["`${prop} not found`", "''"],
    // A question may be called "model".
    [
      "const model = this.xml.querySelector('model');",
      "const model = this.xml.documentElement.matches('model') ? this.xml.documentElement : null;",
    ],
  ],
  "widgets-controller.js": [
    // A second form in the same page would not hear of its language.
    [
      "widgets = [..._widgets];",
      "widgets = [..._widgets]; didSetLanguageChangeListener = false; languageChangeUpdates.clear();",
    ],
  ],
};

function patchEnketo(): Plugin {
  return {
    name: "patch-enketo",
    enforce: "pre",
    transform(code, id) {
      const [, name] = id.match(/(?:enketo-core\/src\/js|mergexml)\/([\w-]+\.js)$/) ?? [];
      for (const [from, to] of PATCHES[name ?? ""] ?? []) {
        if (!code.includes(from)) this.error(`enketo-core has changed: ${name} lacks ${from}`);
        code = code.replaceAll(from, to);
      }
      return code;
    },
  };
}
const field = resolve(import.meta.dirname, "src/mentorhalo/field/client");

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [patchEnketo(), xformSheets()],
  resolve: {
    alias: {
      "@theme": resolve(import.meta.dirname, "node_modules/.cache/designsystemet/build"),
      // What enketo-core leaves to whoever uses it.
      "enketo/config": resolve(surveys, "enketo/config.ts"),
      "enketo/dialog": resolve(surveys, "enketo/dialog.ts"),
      "enketo/translator": resolve(surveys, "enketo/translator.ts"),
      "enketo/widgets": resolve(surveys, "enketo/widgets.ts"),
      "enketo/xpath-evaluator-binding": resolve(surveys, "enketo/evaluator.ts"),
    },
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
        questionnaire: resolve(surveys, "questionnaire-page.ts"),
        field: resolve(field, "app.ts"),
        ties: resolve(import.meta.dirname, "src/mentorhalo/partnerships/client/ties.ts"),
      },
    },
  },
  test: {
    environment: "happy-dom",
    include: ["src/mentorhalo/**/client/**/*.test.ts"],
  },
});
