"""What kind of question a node of an XForm is, in the words of the XLSForm."""

from lxml import etree

from mentorhalo.surveys.xforms.binds import Bind
from mentorhalo.surveys.xforms.safexml import local

PRELOADED = {
    ("timestamp", "start"): "start",
    ("timestamp", "end"): "end",
    ("date", "today"): "today",
    ("property", "deviceid"): "deviceid",
    ("property", "imei"): "deviceid",
    ("property", "username"): "username",
    ("property", "phonenumber"): "phonenumber",
    ("property", "email"): "email",
    ("property", "subscriberid"): "subscriberid",
    ("property", "simserial"): "simserial",
}
BY_TYPE = {
    "int": "integer",
    "decimal": "decimal",
    "date": "date",
    "time": "time",
    "dateTime": "datetime",
    "geopoint": "geopoint",
    "geotrace": "geotrace",
    "geoshape": "geoshape",
    "barcode": "barcode",
    "binary": "file",
}
BY_CONTROL = {
    "select1": "select_one",
    "select": "select_multiple",
    "rank": "rank",
    "range": "range",
    "trigger": "acknowledge",
}
BY_MEDIA = {"image": "image", "audio": "audio", "video": "video"}
DRAWN = ("signature", "draw", "annotate")
TRUE = ("true()", "true", "1", "yes")


def kind_of(control: etree._Element | None, bind: Bind, action: str) -> str:
    if action:
        return action
    if control is None:
        return _unasked(bind)
    tag = local(control)
    if tag in BY_CONTROL:
        return BY_CONTROL[tag]
    if tag == "upload":
        return _uploaded(control)
    if control.get("query"):
        return "select_one_external"
    if bind.type in BY_TYPE:
        return BY_TYPE[bind.type]
    if bind.readonly in TRUE and not bind.calculate and control.find("{*}label") is not None:
        return "note"
    return "text"


def _unasked(bind: Bind) -> str:
    preloaded = bind.preload.lower(), bind.preload_parameter.lower()
    if preloaded in PRELOADED:
        return PRELOADED[preloaded]
    if preloaded[0] == "property" and preloaded[1].startswith("uri:"):
        return PRELOADED.get(("property", preloaded[1][4:]), "hidden")
    return "calculate" if bind.calculate else "hidden"


def _uploaded(control: etree._Element) -> str:
    media = (control.get("mediatype") or "").partition("/")[0].strip().lower()
    if media == "image":
        appearance = (control.get("appearance") or "").lower().split()
        return next((mark for mark in DRAWN if mark in appearance), "image")
    return BY_MEDIA.get(media, "file")
