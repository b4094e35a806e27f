/**
 * Which repetitions lie in which: enketo-core counts those of a kind through the whole form, and took the second of all for
 * the second person's first, or the first alone for all of one person's.
 */

interface Form {
  model: {
    getRepeatCommentSelector(path: string): string;
    getRepeatSeries(path: string, index: number): Element[];
  };
  repeats: { getIndex(element: Element | null): number };
}

interface Series {
  /** The mark before its first repetition, there without any, too. */
  marker: string;
  index: number;
  nodes: Element[];
}

/** What a group around repetitions holds, where others are around the group. */
export function seriesIn(form: Form, group: Element, path: string): Series | undefined {
  if (!group.matches(".or-group, .or-group-data") || !group.closest(".or-repeat")) return undefined;
  const info = [...group.children].find(
    (child) => child.matches(".or-repeat-info") && (child as HTMLElement).dataset.name === path,
  );
  if (!info) return undefined;
  const index = form.repeats.getIndex(info);
  return {
    marker: form.model.getRepeatCommentSelector(path),
    index,
    nodes: form.model.getRepeatSeries(path, index),
  };
}

/** Places among all of a kind of those that a control reckons within a repetition: its own, or where it is in none, each. */
export function placesOf(form: Form, control: Element, within: Iterable<Element>, all: Element[]): number[] {
  const own = control.closest(".or-repeat");
  const places = [...within].map((node) => all.indexOf(node)).filter((place) => place >= 0);
  if (!own) return places;
  const place = form.repeats.getIndex(own);
  return places.includes(place) ? [place] : [];
}
