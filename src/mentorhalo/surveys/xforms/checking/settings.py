"""The sheet of settings."""

from pyxform import aliases
from pyxform.parsing.expression import is_xml_tag

from mentorhalo.surveys.xforms.checking.findings import Findings
from mentorhalo.surveys.xforms.checking.tables import Tables

FLAGS = ("allow_choice_duplicates", "clean_text_values", "omit_instanceID", "client_editable")


def check_settings(tables: Tables, findings: Findings, *, stem: str, has_id: bool, has_version: bool) -> None:
    settings = tables.settings
    if not tables.setting("id_string") and not has_id:
        findings.warn(
            "form-id-of-file", "settings", settings.lines[0].row if settings.lines else 0, name=stem
        )
    if not tables.setting("version") and not has_version:
        row = settings.lines[0].row if settings.lines else 0
        findings.warn(
            "version-missing", "settings", row, settings.header("version") if settings.headers else ""
        )
    if not settings.lines:
        return
    row = settings.lines[0].row
    if len(settings.lines) > 1:
        findings.warn("settings-rows", "settings", settings.lines[1].row)
    name = tables.setting("name")
    if name and not is_xml_tag(name):
        findings.refuse("name-invalid", "settings", row, settings.header("name"), name=name[:80])
    if any(sign.isspace() for sign in tables.setting("id_string")):
        findings.warn(
            "form-id-space", "settings", row, settings.header("id_string"), name=tables.setting("id_string")
        )
    for flag in FLAGS:
        text = tables.setting(flag)
        if text and text not in aliases.yes_no:
            findings.warn("flag-unknown", "settings", row, settings.header(flag), name=flag, text=text)
    if tables.setting("public_key") and aliases.yes_no.get(tables.setting("omit_instanceID")):
        findings.refuse("key-without-id", "settings", row, settings.header("omit_instanceID"))
