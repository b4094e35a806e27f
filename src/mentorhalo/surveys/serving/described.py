"""Studies, questionnaires and codebooks as JSON."""

from collections.abc import Sequence
from typing import Any

from ..exporting.layout import Edition, languages_of
from ..exporting.sentences import remarks_in_words, withheld_in_words
from ..exporting.speech import tag_of
from ..exporting.variables import Layout, Sheet, Variable
from ..models import Instrument, Study
from ..xforms.nodes import Texts

NO_LANGUAGE = "und"


def study_as_json(study: Study, instruments: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """One query, for the waves."""
    return {
        "id": str(study.pk),
        "code": study.code,
        "titles": {"hu": study.title_hu, **({"en": study.title_en} if study.title_en else {})},
        "kind": study.kind,
        "purpose": study.purpose,
        "legal_basis": study.legal_basis,
        "owner": study.owner,
        "waves": [
            {
                "number": wave.number,
                "title": wave.title,
                "starts_on": wave.starts_on.isoformat(),
                "ends_on": wave.ends_on.isoformat(),
                "state": wave.state,
            }
            for wave in study.waves.all()
        ],
        "instruments": list(instruments),
    }


def instrument_as_json(
    instrument: Instrument, editions: Sequence[Edition], links: dict[str, str]
) -> dict[str, Any]:
    return {
        "id": str(instrument.pk),
        "form_id": instrument.form_id,
        "title": instrument.title,
        "languages": [tag_of(language) or NO_LANGUAGE for language in languages_of(editions)],
        "versions": [edition.label for edition in editions],
        "links": links,
    }


def codebook_as_json(instrument: Instrument, layout: Layout) -> dict[str, Any]:
    return {
        "instrument": str(instrument.pk),
        "tables": [_table(sheet) for sheet in layout.sheets],
        "withheld": [{"path": path, "reason": reason} for path, reason in withheld_in_words(layout)],
        "remarks": remarks_in_words(layout),
    }


def _table(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "path": sheet.path,
        "labels": _texts(sheet.labels),
        "columns": [_column(variable) for variable in sheet.variables],
    }


def _column(variable: Variable) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": variable.name,
        "holds": variable.holds.value,
        "measure": variable.measure.value,
        "labels": _texts(variable.labels),
        "path": variable.path,
        "kind": variable.kind,
        "part": variable.part,
        "part_labels": _texts(variable.part_labels),
        "hints": _texts(variable.hints),
        "codes": [
            {"code": code, "labels": _texts(labels), "is_missing": code in variable.missing}
            for code, labels in variable.codes.items()
        ],
        "versions": list(variable.versions),
        "condition": variable.condition,
    }
    always = ("name", "holds", "measure", "labels")
    return {name: value for name, value in said.items() if value or name in always}


def _texts(texts: Texts) -> dict[str, str]:
    """By language tag, as the standard for them (BCP 47) has it."""
    return {tag_of(language) or NO_LANGUAGE: text for language, text in texts.items() if text}
