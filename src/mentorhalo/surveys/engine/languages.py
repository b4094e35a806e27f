"""Languages of a form: XLSForm writes them as people do, a page needs tags."""

import re
from dataclasses import dataclass

# As written in XLSForms of the region; anything else should come with its tag: "Lovári (rmy)".
KNOWN = {
    "hungarian": "hu",
    "magyar": "hu",
    "english": "en",
    "angol": "en",
    "german": "de",
    "deutsch": "de",
    "német": "de",
    "romanian": "ro",
    "română": "ro",
    "román": "ro",
    "slovak": "sk",
    "slovenčina": "sk",
    "szlovák": "sk",
    "slovenian": "sl",
    "szlovén": "sl",
    "croatian": "hr",
    "hrvatski": "hr",
    "horvát": "hr",
    "serbian": "sr",
    "szerb": "sr",
    "ukrainian": "uk",
    "українська": "uk",
    "ukrán": "uk",
    "romani": "rom",
    "cigány": "rom",
    "lovári": "rmy",
    "beás": "ro",
    "polish": "pl",
    "french": "fr",
    "français": "fr",
    "francia": "fr",
    "spanish": "es",
    "español": "es",
    "portuguese": "pt",
    "italian": "it",
    "russian": "ru",
    "arabic": "ar",
    "العربية": "ar",
    "hebrew": "he",
    "persian": "fa",
    "farsi": "fa",
    "urdu": "ur",
    "swahili": "sw",
}
RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ku-arab", "ps", "ur", "yi"}

_WITH_TAG = re.compile(r"^(?P<name>[^(]+)\((?P<tag>[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)\s*$")
_TAG = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")


@dataclass(frozen=True)
class Language:
    source: str  # as the form writes it
    code: str  # for `lang`
    name: str  # for people

    @property
    def direction(self) -> str:
        return "rtl" if self.code.lower() in RIGHT_TO_LEFT else "ltr"


def read_languages(written: list[str]) -> list[Language]:
    """One language for each name; a name that says no tag gets one for private use (qaa, qab, …), never twice the same."""
    found: list[Language] = []
    for source in written:
        name, code = _read(source)
        if not code or any(other.code == code for other in found):
            code = f"qa{chr(ord('a') + len(found) % 26)}"
        found.append(Language(source, code, name))
    return found


def _read(source: str) -> tuple[str, str]:
    text = source.strip()
    with_tag = _WITH_TAG.match(text)
    if with_tag:
        return with_tag["name"].strip(), with_tag["tag"]
    known = KNOWN.get(text.lower())
    if known:
        return text, known
    return text, (text if _TAG.match(text) else "")
