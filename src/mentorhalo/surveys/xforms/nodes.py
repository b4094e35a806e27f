"""What a questionnaire is made of: groups, repeats and questions, whatever tool made the XForm.

Paths are written without the root element and without a leading slash (`household/member/age`); a key is the path from
the nearest repeat (`age`), the way answers are stored. Texts are dictionaries by language; the language without a name
is "".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

type Texts = Mapping[str, str]
type Media = Mapping[str, Texts]

FILE_KINDS = frozenset(
    {"image", "audio", "video", "file", "signature", "draw", "annotate", "background-audio"}
)
SELECT_KINDS = frozenset({"select_one", "select_multiple", "rank", "select_one_external"})
# What the device says of itself and of the interview, without a question being asked.
METADATA_KINDS = frozenset(
    {
        "start",
        "end",
        "today",
        "deviceid",
        "username",
        "phonenumber",
        "email",
        "subscriberid",
        "simserial",
        "start-geopoint",
        "background-geopoint",
        "background-audio",
    }
)
GEO_LISTS = frozenset({"geotrace", "geoshape"})


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    labels: Texts = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    media: Media = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Itemset:
    """Choices that are looked up: in an instance of the form, in a file beside it, or in earlier answers (a nodeset alone)."""

    nodeset: str
    instance: str = ""
    file: str = ""
    value: str = "name"
    label: str = "label"
    predicate: str = ""
    randomized: bool = False


@dataclass(frozen=True)
class Node:
    path: str
    key: str
    name: str
    labels: Texts = field(default_factory=dict)
    hints: Texts = field(default_factory=dict)
    guidance: Texts = field(default_factory=dict)
    media: Media = field(default_factory=dict)
    appearance: str = ""
    relevant: str = ""


@dataclass(frozen=True)
class Group(Node):
    children: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Repeat(Node):
    children: tuple[Node, ...] = ()
    count: str = ""


@dataclass(frozen=True)
class Question(Node):
    """`kind` is near to the word of the XLSForm (`select_one`, `note`), `type` the XForm's type of the value (`int`, `string`)."""

    kind: str = "text"
    type: str = "string"
    required: str = ""
    required_messages: Texts = field(default_factory=dict)
    constraint: str = ""
    constraint_messages: Texts = field(default_factory=dict)
    calculate: str = ""
    readonly: str = ""
    default: str = ""
    choices: tuple[Choice, ...] = ()
    list_name: str = ""
    itemset: Itemset | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    saveto: str = ""

    @property
    def holds(self) -> str:
        """How an answer is stored: text, code, codes, file, geolist, or the type itself (int, decimal, date, ...)."""
        if self.kind in ("select_multiple", "rank"):
            return "codes"
        if self.kind in ("select_one", "select_one_external"):
            return "code"
        if self.kind in FILE_KINDS or self.type == "binary":
            return "file"
        if self.type in GEO_LISTS:
            return "geolist"
        if self.type in ("int", "decimal", "date", "time", "dateTime", "geopoint"):
            return self.type
        return "text"

    @property
    def is_asked(self) -> bool:
        """Whether a person gives the answer, rather than a device or a calculation; notes ask nothing."""
        return self.kind not in METADATA_KINDS and self.kind not in ("calculate", "hidden", "note")


@dataclass(frozen=True, slots=True)
class Entity:
    """A list of entities that submissions write to; `path` is the repeat or group that holds it, "" for the whole form."""

    dataset: str
    path: str = ""
    creates: bool = False
    updates: bool = False
