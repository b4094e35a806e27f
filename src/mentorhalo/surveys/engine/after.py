"""What becomes of the markup that the sheet makes: sound HTML for our pages, without styles and addresses of its own."""

import re

from lxml import etree, html

from mentorhalo.surveys.engine.languages import Language, read_languages
from mentorhalo.surveys.engine.markdown import render
from mentorhalo.surveys.engine.trees import elements, take, words

DEEPEST_HEADING = 6
_MEDIA = re.compile(r"^jr://[\w-]+/(?P<name>.+)$")
_ACTIONS = ("setvalue", "setgeopoint")
_TEXTS = ("question-label", "or-hint", "option-label", "or-constraint-msg", "or-required-msg")
_MARKS = re.compile(r"[*_#<&\[\\]|^\s*[-+]\s|^\s*\d+\.\s|\n", re.M)


def tidy(form: etree._Element) -> tuple[list[Language], str, list[str]]:
    """In place. Languages, the code of the first to show, and the names of the media files it speaks of."""
    for action in _ACTIONS:
        _settle_actions(form, action)
    _name_appearances(form)
    _drop_frame(form)
    _hide_instead_of_style(form)
    media = _name_media(form)
    for element in form.iter("span"):
        if _classes(element).intersection(_TEXTS):
            _format(element)
    languages, first = _tag_languages(form)
    _set_headings(form)
    return languages, first, media


def _classes(element: etree._Element) -> set[str]:
    return set(element.get("class", "").split())


def _replace(old: etree._Element, new: etree._Element) -> None:
    new.tail = old.tail
    parent = old.getparent()
    if parent is not None:
        parent.replace(old, new)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _settle_actions(form: etree._Element, action: str) -> None:
    """An action inside a question needs no label of its own; one of the model goes to the control of its name."""
    inside = f".//*[contains(concat(' ', @class, ' '), ' question ')]//label[input[@data-{action}]]"
    for label in elements(form, inside):
        _replace(label, label[0])
    shown = elements(
        form, ".//*[contains(concat(' ', @class, ' '), ' question ')]//*[@name][not(@type='hidden')]"
    )
    for label in elements(form, f".//label[contains(@class, '{action}')][input[@data-{action}]]"):
        field = label[0]
        done = field.get(f"data-{action}", "")
        control = next((one for one in shown if one.get("name") == field.get("name")), None)
        if control is not None and control.get(f"data-{action}", done) == done:
            control.set(f"data-{action}", done)
            # The same is done at the beginning and for each new repetition: two actions, one field.
            events = [*control.get("data-event", "").split(), *field.get("data-event", "").split()]
            control.set("data-event", " ".join(dict.fromkeys(events)))
            _remove(label)


def _name_appearances(form: etree._Element) -> None:
    for element in elements(form, ".//*[@data-appearances]"):
        is_select = "data-appearances-select-type" in element.attrib
        asked = take(element, "data-appearances").lower().split()
        names = [name for word in asked for name in _appearance(word, is_select=is_select)]
        classes = [
            name
            for word in element.get("class", "").split()
            for name in (names if word == "or-appearances-placeholder" else [word])
        ]
        element.set("class", " ".join(dict.fromkeys(classes)))
    for element in elements(form, ".//*[@data-appearances-select-type]"):
        take(element, "data-appearances-select-type")


def _appearance(word: str, *, is_select: bool) -> list[str]:
    names = [f"or-appearance-{word}"]
    if is_select and word == "horizontal":
        names.append("or-appearance-columns")
    elif is_select and word in ("horizontal-compact", "compact"):
        names.append("or-appearance-columns-pack")
    elif is_select and word.startswith("compact-"):
        names.append(f"or-appearance-columns-{word.removeprefix('compact-')}")
    if is_select and word.startswith("compact"):
        names.append("or-appearance-no-buttons")
    return names


def _drop_frame(form: etree._Element) -> None:
    """The page has a title and sends the form by itself."""
    for attribute in ("action", "method"):
        take(form, attribute)
    for element in elements(form, "./section[@class='form-logo'] | ./h3[@id='form-title'] | .//comment()"):
        _remove(element)


def _hide_instead_of_style(form: etree._Element) -> None:
    for element in elements(form, ".//*[@style]"):
        take(element, "style")
        element.set("hidden", "hidden")
    for element in elements(form, "./select[@id='form-languages']"):
        element.set("hidden", "hidden")


def _name_media(form: etree._Element) -> list[str]:
    """`data-media` names the file; the page knows its address. Anything from outside is left out."""
    names: dict[str, None] = {}
    for element in elements(form, ".//*[@src] | .//a[@href]"):
        attribute = "href" if element.tag == "a" else "src"
        found = _MEDIA.match(take(element, attribute))
        if found:
            element.set("data-media", found["name"])
            names[found["name"]] = None
    for image in form.iter("img"):
        image.set("alt", _words_beside(image))
    return list(names)


def _words_beside(image: etree._Element) -> str:
    """A picture beside words adds to them; one alone is called by the value that it stands for."""
    parent = image.getparent()
    if parent is None:
        return ""
    if any(words(span) for span in parent.iterfind("span")):
        return ""
    field = parent.find("input")
    return "" if field is None else field.get("value", "")


def _format(element: etree._Element) -> None:
    """Markdown of one text; the values shown in it stay the elements they are."""
    outputs = [child for child in element if child.tag == "span" and "or-output" in _classes(child)]
    if len(outputs) != len(element):
        return
    text = (element.text or "") + "".join(
        f"{chr(0xE200 + at)}{child.tail or ''}" for at, child in enumerate(outputs)
    )
    if not _MARKS.search(text):
        return
    fresh = html.fragment_fromstring(render(text), create_parent="span")
    for child in list(element):
        element.remove(child)
    element.text = fresh.text
    element.extend(list(fresh))
    for at, output in enumerate(outputs):
        output.tail = None
        _put_back(element, chr(0xE200 + at), output)


def _put_back(root: etree._Element, mark: str, output: etree._Element) -> None:
    for element in root.iter():
        if element.text and mark in element.text:
            before, _mark, after = element.text.partition(mark)
            element.text = before
            output.tail = after
            element.insert(0, output)
            return
        if element is not root and element.tail and mark in element.tail:
            before, _mark, after = element.tail.partition(mark)
            element.tail = before
            output.tail = after
            parent = element.getparent()
            if parent is not None:
                parent.insert(parent.index(element) + 1, output)
            return


def _tag_languages(form: etree._Element) -> tuple[list[Language], str]:
    chooser = form.find("./select[@id='form-languages']")
    if chooser is None:
        return [], ""
    options = list(chooser.iterfind("option"))
    languages = read_languages([option.get("value", "") for option in options])
    codes = {language.source: language.code for language in languages}
    for option, language in zip(options, languages, strict=True):
        option.set("value", language.code)
        option.set("data-dir", language.direction)
        option.text = language.name
    for element in elements(form, ".//*[@lang]"):
        element.set("lang", codes.get(element.get("lang", ""), element.get("lang", "")))
    default = chooser.get("data-default-lang", "")
    first = codes.get(default, "")
    chooser.set("data-default-lang", first)
    return languages, first or (languages[0].code if languages else "")


def _set_headings(form: etree._Element) -> None:
    """Groups are headed in the order of the page, whose own heading is the first."""
    headings = [(heading, _depth(heading)) for heading in form.iter("h4")]
    for heading, depth in headings:
        heading.tag = f"h{min(depth + 1, DEEPEST_HEADING)}"


def _depth(heading: etree._Element) -> int:
    return sum(1 for section in heading.iterancestors("section") if section.find("h4") is not None)
