"""From an XForm to what the web-form engine reads: a form as HTML, a model as XML, and what else it needs."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from mentorhalo.surveys.engine import locks
from mentorhalo.surveys.engine.after import tidy
from mentorhalo.surveys.engine.before import make_ready
from mentorhalo.surveys.engine.languages import Language
from mentorhalo.surveys.engine.sheets import fingerprint, sheet
from mentorhalo.surveys.engine.trees import XFORMS, NotXml, elements, read, tag, words
from mentorhalo.surveys.engine.unknown import leave_broken_out, leave_unknown_out

LARGEST = 20 * 1024 * 1024


class NotPrepared(Exception):
    """The XForm cannot be shown in a browser; says why."""


@dataclass(frozen=True)
class External:
    """A data set that the form reads from: the id of its instance, the name of its file."""

    id: str
    file: str


@dataclass(frozen=True)
class Definition:
    """Depends on the XForm and on `fingerprint` alone; `as_json` is what the page is given.

    `unknown`: functions that no browser knows; what calls them was left out. `broken`: paths of those whose expressions cannot be
    read; they were left out.
    """

    fingerprint: str
    form_id: str
    version: str
    title: str
    form: str
    model: str
    is_paged: bool
    is_grid: bool
    languages: list[Language] = field(default_factory=list)
    language: str = ""
    externals: list[External] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        languages = [
            {"code": item.code, "name": item.name, "direction": item.direction} for item in self.languages
        ]
        return {**asdict(self), "languages": languages}


def prepare(xform: bytes) -> Definition:
    """A few milliseconds for a usual form, a quarter of a second for the largest."""
    source = _read(xform)
    broken = leave_broken_out(source)
    unknown = leave_unknown_out(source)
    make_ready(source)
    locked = locks.conditions(source)
    form = _transform("form", source).find("form")
    model = _transform("model", source)
    if form is None:
        raise NotPrepared(_("The form has no questions."))
    locks.lock(form, locked)
    languages, language, media = tidy(form)
    primary = _primary(model)
    _want_instance_id(model, primary)
    classes = form.get("class", "").split()
    return Definition(
        fingerprint=fingerprint(),
        form_id=form.get("data-form-id", ""),
        version=primary.get("version", ""),
        title=_title(source),
        form=_inner(form),
        model=_without_wrapper(etree.tostring(model, encoding="unicode")),
        is_paged="pages" in classes,
        is_grid="theme-grid" in classes,
        languages=languages,
        language=language,
        externals=_externals(model),
        media=media,
        unknown=unknown,
        broken=broken,
    )


def _read(xform: bytes) -> etree._Element:
    if len(xform) > LARGEST:
        raise NotPrepared(_("The form is larger than 20 MB."))
    try:
        form = read(xform)
    except NotXml as error:
        raise NotPrepared(str(error)) from error
    if not elements(form, "self::h:html[h:head/xf:model/xf:instance/*][h:body]"):
        raise NotPrepared(_("This is no XForm: a model with an instance and a body are needed."))
    return form


def _transform(name: str, source: etree._Element) -> etree._Element:
    try:
        return sheet(name)(source).getroot()
    except etree.XSLTApplyError as error:
        raise NotPrepared(str(error)) from error


def _title(source: etree._Element) -> str:
    return next((words(title) for title in elements(source, "h:head/h:title")), "")


def _inner(form: etree._Element) -> str:
    form.tail = None
    return etree.tostring(form, method="html", encoding="unicode")


def _without_wrapper(text: str) -> str:
    """Without `<root …>`, whose declared namespaces the engine would stumble over."""
    return text[text.index(">") + 1 : text.rindex("<")].strip()


def _primary(model: etree._Element) -> etree._Element:
    return elements(model, "(//xf:model/xf:instance)[1]/*[1]")[0]


def _want_instance_id(model: etree._Element, primary: etree._Element) -> None:
    if elements(primary, "*[local-name()='meta']/*[local-name()='instanceID']"):
        return
    space = etree.QName(primary).namespace
    meta = next(iter(elements(primary, "*[local-name()='meta']")), None)
    if meta is None:
        meta = etree.SubElement(primary, etree.QName(space, "meta"))
    etree.SubElement(meta, etree.QName(space, "instanceID"))


def _externals(model: etree._Element) -> list[External]:
    return [
        External(instance.get("id", ""), instance.get("src", "").rpartition("/")[2])
        for instance in model.iterfind(f".//{tag(XFORMS, 'instance')}[@src]")
        if instance.get("src", "").startswith("jr://")
    ]
