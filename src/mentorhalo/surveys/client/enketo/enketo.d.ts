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
    readonly instanceID: string;
    readonly deprecatedID: string;
    readonly instanceName: string;
    readonly currentLanguage: string;
    readonly initialized: boolean;
    editStatus: boolean;
    init(): string[];
    validate(): Promise<boolean>;
    goToTarget(target: Element | null | undefined): boolean;
    getGoToTarget(path: string): Element | null | undefined;
    getDataStr(include?: { irrelevant?: boolean }): string;
    resetView(): void;
  }
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
