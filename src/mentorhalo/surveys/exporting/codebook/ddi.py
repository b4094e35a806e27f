"""DDI Codebook 2.6, the standard of data archives. Texts stand in every language of the form."""

import re
from collections.abc import Mapping
from xml.etree import ElementTree

from ..speech import tag_of
from ..variables import Holds, Measure, Variable
from .contents import About, Category, Codebook, Described, Table

NAMESPACE = "ddi:codebook:2_6"
VERSION = "2.6"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What XML 1.0 has no place for.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NUMERIC = frozenset({Holds.WHOLE, Holds.REAL, Holds.FLAG})
DATES = {Holds.DAY: "date", Holds.MOMENT: "dateTime", Holds.CLOCK: "time"}
INTERVALS = {Measure.SCALE: "contin", Measure.NOMINAL: "discrete", Measure.ORDINAL: "discrete"}
SCALES = {Measure.SCALE: "ratio", Measure.NOMINAL: "nominal", Measure.ORDINAL: "ordinal"}

type Element = ElementTree.Element


def write_ddi(book: Codebook) -> bytes:
    root = ElementTree.Element("codeBook", {"xmlns": NAMESPACE, "version": VERSION})
    _add_study(root, book.about)
    for number, table in enumerate(book.tables, start=1):
        _add_file(root, table, number)
    data = _add(root, "dataDscr")
    for number, table in enumerate(book.tables, start=1):
        for place, described in enumerate(table.described, start=1):
            _add_variable(data, described, f"V{number}_{place}", f"F{number}")
    for path, reason in book.layout.withheld.items():
        _add(data, "notes", f"{path}: {reason}", subject="withheld")
    for remark in book.layout.remarks:
        _add(data, "notes", f"{remark.about}: {remark.versions} {remark.detail}".strip(), subject=remark.code)
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text


def _add_study(root: Element, about: About) -> None:
    study = _add(root, "stdyDscr")
    citation = _add(study, "citation")
    titles = _add(citation, "titlStmt")
    names = [(language, title) for language, title in about.titles.items() if title]
    for place, (language, title) in enumerate(names):
        _add(titles, "parTitl" if place else "titl", title, language)
    _add(titles, "IDNo", about.code)
    _add(_add(citation, "rspStmt"), "AuthEnty", about.owner)
    produced = _add(citation, "prodStmt")
    _add(produced, "prodDate", about.made_on.isoformat(), date=about.made_on.isoformat())
    _add(produced, "software", "Mentorháló")
    information = _add(study, "stdyInfo")
    _add(information, "abstract", about.purpose)
    summary = _add(information, "sumDscr")
    for wave in about.waves:
        for event, day in (("start", wave.starts_on), ("end", wave.ends_on)):
            _add(
                summary,
                "collDate",
                f"{wave.title}: {day.isoformat()}",
                event=event,
                cycle=str(wave.number),
                date=day.isoformat(),
            )
    _add(summary, "nation", "Magyarország", "hu", abbr="HU")
    _add(summary, "anlyUnit", about.kind)
    _add(summary, "dataKind", "survey")
    collected = _add(_add(study, "method"), "dataColl")
    for wave in about.waves:
        for code, name, population, wanted in wave.strata:
            known = f", N = {population}" if population is not None else ""
            _add(collected, "sampProc", f"{wave.title}: {code} ({name}), n = {wanted}{known}")
    for edition in about.editions:
        _add(collected, "resInstru", f"{about.instrument} ({about.form_id}), {edition.label}")
    _add(_add(_add(study, "dataAccs"), "useStmt"), "conditions", about.legal_basis)


def _add_file(root: Element, table: Table, number: int) -> None:
    text = _add(_add(root, "fileDscr", ID=f"F{number}"), "fileTxt")
    _add(text, "fileName", table.sheet.name)
    sizes = _add(text, "dimensns")
    _add(sizes, "caseQnty", str(table.rows))
    _add(sizes, "varQnty", str(len(table.described)))


def _add_variable(data: Element, described: Described, identifier: str, file: str) -> None:
    variable = described.variable
    element = _add(
        data,
        "var",
        ID=identifier,
        name=variable.name,
        files=file,
        intrvl=INTERVALS[variable.measure],
        scale=SCALES[variable.measure],
    )
    _add_texts(element, "labl", _label(variable))
    if not variable.is_design:
        question = _add(element, "qstn")
        _add_texts(question, "qstnLit", variable.labels)
        _add_texts(question, "ivuInstr", variable.hints)
    if described.has_numbers:
        _add(
            _add(element, "valrng"),
            "range",
            min=f"{described.count.least:g}",
            max=f"{described.count.most:g}",
        )
    if variable.condition:
        _add(element, "universe", variable.condition)
    _add_statistics(element, described)
    for category in described.categories:
        _add_category(element, category)
    if variable.versions:
        versions = _add(element, "verStmt")
        for version in variable.versions:
            _add(versions, "version", version)
    is_number = variable.holds in NUMERIC
    _add(
        element,
        "varFormat",
        type="numeric" if is_number else "character",
        category={"date": "date", "dateTime": "date", "time": "time"}.get(
            DATES.get(variable.holds, ""), "other"
        ),
    )


def _add_statistics(element: Element, described: Described) -> None:
    count = described.count
    _add(element, "sumStat", str(count.answered), type="vald")
    _add(element, "sumStat", str(count.absent), type="invd")
    if described.has_numbers:
        _add(element, "sumStat", f"{count.least:g}", type="min")
        _add(element, "sumStat", f"{count.most:g}", type="max")
        _add(element, "sumStat", f"{count.mean:.6g}", type="mean")
        if count.deviation is not None:
            _add(element, "sumStat", f"{count.deviation:.6g}", type="stdev")


def _add_category(element: Element, category: Category) -> None:
    found = _add(element, "catgry", **({"missing": "Y"} if category.is_missing else {}))
    _add(found, "catValu", category.code)
    _add_texts(found, "labl", category.labels)
    _add(found, "catStat", str(category.count), type="freq")


def _label(variable: Variable) -> Mapping[str, str]:
    """The question, with the option where the column is one of several."""
    if not variable.part:
        return variable.labels
    return {
        language: f"{text} – {variable.part_labels.get(language) or variable.part}"
        for language, text in variable.labels.items()
    }


def _add_texts(parent: Element, tag: str, texts: Mapping[str, str]) -> None:
    for language, text in texts.items():
        if text:
            _add(parent, tag, text, tag_of(language))


def _add(parent: Element, tag: str, text: str = "", language: str = "", **attributes: str) -> Element:
    element = ElementTree.SubElement(parent, tag, attributes)
    if language:
        element.set(XML_LANG, language)
    if text:
        element.text = FORBIDDEN.sub("", text)
    return element
