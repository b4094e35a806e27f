/**
 * The boundary to the web-form engine: a prepared definition goes in, XML and files come out. Pages and the field app
 * know these words only, so that another engine can take the place of the one behind it.
 */

export interface Language {
  code: string;
  name: string;
  direction: "ltr" | "rtl";
}

/** As `surveys.engine.prepare` makes it (`Definition.as_json`). */
export interface Definition {
  fingerprint: string;
  form_id: string;
  version: string;
  title: string;
  form: string;
  model: string;
  is_paged: boolean;
  is_grid: boolean;
  languages: Language[];
  language: string;
  /** Data sets that must be handed over as `externals`. */
  externals: { id: string; file: string }[];
  /** Names of the files that may be handed over as `media`. */
  media: string[];
  /** Functions that no browser knows: what they would calculate stays empty. */
  unknown?: string[];
  /** Paths of those whose conditions or calculations cannot be read: these were left out. */
  broken?: string[];
}

/** The address of a file, or the file itself where there is no network. */
export type Source = string | Blob;

export interface Options {
  definition: Definition;
  /** Answers to go on with: what `draft()` or `xml()` gave once. */
  instance?: string;
  /** Whether these answers were sent already: then what is sent now is a correction of them, with an id of its own. */
  isSent?: boolean;
  /** The id under which a new questionnaire goes; without it the engine draws one. */
  instanceId?: string;
  /** Answers that a new questionnaire begins with, by path without the root: { unit: "A0001" }. */
  prefill?: Record<string, string>;
  /** The data sets of `definition.externals` by id, as XML. */
  externals?: Record<string, string>;
  media?: Record<string, Source>;
  /** Files that belong to `instance`, by the names that stand in it. */
  attachments?: Record<string, Source>;
  language?: string;
  /** What the form may ask about who fills it: deviceid, username, email, phonenumber. */
  session?: Record<string, string>;
  isReadOnly?: boolean;
  /** Largest file taken, in bytes. */
  maxFileSize?: number;
  /** Boundaries to draw beneath points, as GeoJSON; without them a point is chosen by position and numbers alone. */
  outlines?: () => Promise<GeoJSON.FeatureCollection>;
  onChange?: () => void;
  /** Something was marked wrong, or is wrong no more. */
  onMarked?: () => void;
  /** How far somebody is, 0 to 100. */
  onProgress?: (percent: number) => void;
}

/** An answer that cannot be sent as it is. */
export interface Problem {
  /** Path of the question in the instance. */
  name: string;
  label: string;
  message: string;
}

export interface Questionnaire {
  readonly instanceId: string;
  /** The id of the sending that this one corrects, or "". */
  readonly deprecatedId: string;
  /** A name that the form gives itself, or "". */
  readonly instanceName: string;
  readonly language: string;
  readonly hasChanged: boolean;
  /** The answers as they stand, also of questions that are hidden now: for going on later. */
  draft(): string;
  /** The answers to be sent: without what does not apply. */
  xml(): string;
  /** The files whose names stand in the answers. */
  files(): File[];
  /** Marks what is wrong; an empty list says that it may be sent. */
  validate(): Promise<Problem[]>;
  /** What is marked wrong now, without looking anew. */
  problems(): Problem[];
  goToFirstProblem(): boolean;
  /** To a question by its path; false where it is not to be seen. */
  goTo(name: string): boolean;
  setLanguage(code: string): void;
  destroy(): void;
}

/** The form cannot be opened: says why, in words for whoever made it. */
export class NotOpened extends Error {}

/** One questionnaire at a time on a page; `destroy` the one before. */
export async function openQuestionnaire(container: HTMLElement, options: Options): Promise<Questionnaire> {
  const { EnketoQuestionnaire } = await import("./enketo/engine");
  return EnketoQuestionnaire.open(container, options);
}
