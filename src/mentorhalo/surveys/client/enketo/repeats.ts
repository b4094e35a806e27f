/**
 * Repetitions by number. Taking one away tells the whole form, which counts them anew while others are still to go: those were
 * then taken away twice, and with the last of them the questionnaire itself.
 */
import { isNodeRelevant } from "enketo-core/src/js/relevant";
import repeats from "enketo-core/src/js/repeat";

const { updateRepeatInstancesFromCount: count } = repeats;
/** Series being brought to their number, and whether that was asked for again meanwhile. */
const busy = new Map<Element, boolean>();

repeats.updateRepeatInstancesFromCount = function (series) {
  if (busy.has(series)) {
    busy.set(series, true);
    return;
  }
  // A number that does not apply is empty, not nought: what was answered comes back when it applies again.
  if (numbersOf(this, series).some((number) => !isNodeRelevant(number))) return;
  try {
    // What is counted may hang on the repetitions themselves: then it is looked at once more, not for ever.
    for (let tries = 0; tries < 2 && busy.get(series) !== false; tries++) {
      busy.set(series, false);
      count.call(this, series);
    }
  } finally {
    busy.delete(series);
  }
};

function numbersOf(those: typeof repeats, series: HTMLElement): Element[] {
  const { repeatCount = "", name = "" } = series.dataset;
  if (!/^\s*[./]/.test(repeatCount)) return [];
  const { model } = those.form;
  return model.evaluate(
    repeatCount,
    "nodes",
    model.getRepeatCommentSelector(name),
    those.getIndex(series),
    true,
  );
}
