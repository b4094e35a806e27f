"""What the pure parts of this room say by code, in words of the page."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .xforms import SENTENCES, MalformedXml

# What changed between two versions.
CHANGES = {
    "form-id": gettext_lazy("form id"),
    "title": gettext_lazy("title"),
    "language-added": gettext_lazy("language added"),
    "language-removed": gettext_lazy("language removed"),
    "default-language": gettext_lazy("first language"),
    "added": gettext_lazy("question added"),
    "removed": gettext_lazy("question removed"),
    "moved": gettext_lazy("moved"),
    "repeated": gettext_lazy("stands in another repeat"),
    "type": gettext_lazy("kind of answer"),
    "label": gettext_lazy("wording"),
    "hint": gettext_lazy("hint"),
    "guidance": gettext_lazy("guidance"),
    "constraint-message": gettext_lazy("words of a refusal"),
    "media": gettext_lazy("picture or sound"),
    "relevant": gettext_lazy("asked if"),
    "calculate": gettext_lazy("calculation"),
    "range": gettext_lazy("range"),
    "count": gettext_lazy("number of repeats"),
    "constraint": gettext_lazy("what is allowed"),
    "required": gettext_lazy("must be answered"),
    "readonly": gettext_lazy("only shown"),
    "default": gettext_lazy("default answer"),
    "appearance": gettext_lazy("appearance"),
    "choice-added": gettext_lazy("choice added"),
    "choice-removed": gettext_lazy("choice removed"),
    "choice-order": gettext_lazy("order of choices"),
    "choice-source": gettext_lazy("where choices come from"),
    "choice-label": gettext_lazy("wording of a choice"),
    "choice-meaning": gettext_lazy("meaning of a code"),
}

# Kinds of answers.
KINDS = {
    "select_one": gettext_lazy("one choice"),
    "select_multiple": gettext_lazy("several choices"),
    "select_one_from_file": gettext_lazy("one choice from a list"),
    "select_multiple_from_file": gettext_lazy("several choices from a list"),
    "rank": gettext_lazy("an order"),
    "integer": gettext_lazy("whole number"),
    "decimal": gettext_lazy("number"),
    "range": gettext_lazy("number on a scale"),
    "text": gettext_lazy("free text"),
    "date": gettext_lazy("day"),
    "time": gettext_lazy("time of day"),
    "dateTime": gettext_lazy("day and time"),
    "image": gettext_lazy("photo"),
    "audio": gettext_lazy("sound"),
    "video": gettext_lazy("film"),
    "file": gettext_lazy("attached file"),
    "geopoint": gettext_lazy("place"),
    "geotrace": gettext_lazy("line on the map"),
    "geoshape": gettext_lazy("area on the map"),
    "barcode": gettext_lazy("bar code"),
    "note": gettext_lazy("only to be read"),
    "acknowledge": gettext_lazy("to be confirmed"),
    "calculate": gettext_lazy("calculated"),
    "hidden": gettext_lazy("not shown"),
}

# What the device says without a question being asked.
OF_THE_DEVICE = {
    "start": gettext_lazy("begun at"),
    "end": gettext_lazy("ended at"),
    "today": gettext_lazy("day of filling"),
    "deviceid": gettext_lazy("device"),
    "username": gettext_lazy("name on the device"),
    "phonenumber": gettext_lazy("phone number"),
    "email": gettext_lazy("e-mail address"),
    "subscriberid": gettext_lazy("subscriber"),
    "simserial": gettext_lazy("SIM card"),
    "start-geopoint": gettext_lazy("place where it was begun"),
    "background-geopoint": gettext_lazy("place, noted by itself"),
    "background-audio": gettext_lazy("sound, recorded by itself"),
}
KINDS |= OF_THE_DEVICE

# What a change does to answers of both versions put together: words, tone.
EFFECTS = {
    "harmless": (gettext_lazy("harmless"), "neutral"),
    "wording": (gettext_lazy("to be judged"), "attention"),
    "breaks": (gettext_lazy("not comparable"), "danger"),
}


def told(problem: dict[str, object]) -> dict[str, object]:
    """A problem of a workbook, as `Problem.to_dict` gives it, with its sentence in the language of the page."""
    sentence, params = SENTENCES.get(str(problem["code"])), problem["params"]
    if sentence is None or not isinstance(params, dict):
        return problem
    return {**problem, "message": _(sentence).format_map(params)}


def fault_told(fault: MalformedXml) -> str:
    """What is wrong with some XML, in the language of who sent it."""
    return _(SENTENCES[fault.code]).format_map(fault.params)
