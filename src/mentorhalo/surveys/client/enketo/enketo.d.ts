// enketo-core brings no types; these are what we use of it.

declare module "enketo-core" {
  export interface External {
    id: string;
    xml: XMLDocument;
  }

  export interface FormData {
    modelStr: string;
    instanceStr?: string;
    submitted?: boolean;
    external?: External[];
    session?: Record<string, string>;
  }

  export class Form {
    constructor(form: HTMLFormElement, data: FormData, options?: { language?: string });
    view: { html: HTMLFormElement; $: { attr: (...args: unknown[]) => unknown } };
    langs: { setFormUi(code: string): void; _currentLang: string };
    pages: {
      active: boolean;
      activePages: HTMLElement[];
      current: HTMLElement;
      flipToPageContaining(target: ArrayLike<Element>): void;
    };
    repeats: { countUpdate(): void; getIndex(element: Element | null): number };
    input: { getName(field: Element): string; getIndex(field: Element): number };
    model: {
      evaluate(expression: string, kind: "boolean", path: string, index: number): boolean;
      getRepeatCommentSelector(path: string): string;
      getRepeatSeries(path: string, index: number): Element[];
      node(path: string): { getElements(): Element[] };
    };
    readonly instanceID: string;
    readonly deprecatedID: string;
    readonly instanceName: string;
    readonly currentLanguage: string;
    readonly initialized: boolean;
    editStatus: boolean;
    counted: Set<string>;
    seriesIn: (group: Element, path: string) => unknown;
    placesLeftOut: (group: Element, path: string) => number[] | undefined;
    placesOf: (control: Element, within: Iterable<Element>, all: Element[]) => number[];
    init(): string[];
    validate(): Promise<boolean>;
    goToTarget(target: Element | null | undefined): boolean;
    getGoToTarget(path: string): Element | null | undefined;
    getDataStr(include?: { irrelevant?: boolean }): string;
    resetView(): void;
  }
}

declare module "enketo-core/src/js/relevant" {
  export function isNodeRelevant(node: Element): boolean;
}

declare module "enketo-core/src/js/repeat" {
  interface Repeats {
    form: {
      model: {
        evaluate(expression: string, kind: "nodes", path: string, index: number, native: boolean): Element[];
        getRepeatCommentSelector(path: string): string;
      };
    };
    getIndex(series: Element): number;
    updateRepeatInstancesFromCount(this: Repeats, series: HTMLElement): void;
  }
  const repeats: Repeats;
  export default repeats;
}

declare module "enketo-core/src/js/widget" {
  /** `_init` runs inside the constructor: fields of a subclass are only to be declared, never given a value. */
  export default class Widget {
    constructor(element: HTMLElement, options?: unknown);
    static readonly selector: string;
    static readonly list: boolean;
    static condition(element: HTMLElement): boolean;
    element: HTMLInputElement;
    question: HTMLElement;
    readonly props: {
      readonly: boolean;
      appearances: string[];
      multiple: boolean;
      disabled: boolean;
      type: string;
    };
    originalInputValue: string;
    value: string;
    _init(): void;
    update(): void;
    enable(): void;
    disable(): void;
  }
}

declare module "enketo-core/src/widget/radio/radiopicker" {
  import Widget from "enketo-core/src/js/widget";
  export default class Radiopicker extends Widget {}
}

/** A value inside the evaluator: what it is, and itself. */
type Internal = { t: "str" | "num" | "bool" | "arr" | "date"; v: unknown };

declare module "openrosa-xpath-evaluator/src/extended-xpath" {
  export default class Evaluator {
    constructor(wrapped: XPathEvaluator, extensions: unknown);
    evaluate: (expression: string, context: Node, ...rest: unknown[]) => XPathResult;
  }
}

declare module "openrosa-xpath-evaluator/src/openrosa-extensions" {
  type Known = Record<string, (...given: Internal[]) => Internal>;
  type Infix = (fault: unknown, left: Internal, operator: number, right: Internal) => unknown;
  export default function extensions(): { func: Known; process: { handleInfix: Infix } };
}

declare module "openrosa-xpath-evaluator/src/utils/xpath-cast" {
  export function asNumber(value: Internal): number;
  export function asString(value: Internal): string;
}
