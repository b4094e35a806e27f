"""A column of an export, and the tables they stand in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ..xforms.nodes import Texts


class Holds(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    WHOLE = "whole"
    REAL = "real"
    FLAG = "flag"  # 0 or 1
    DAY = "day"  # ISO 8601
    MOMENT = "moment"  # ISO 8601
    CLOCK = "clock"  # ISO 8601


class Measure(StrEnum):
    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    SCALE = "scale"


WHOLE_CODE = re.compile(r"-?(0|[1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class Variable:
    """`path` is that of the question; design columns have none. `part` tells the columns of one question apart: the code of an
    option, or lat, lon, alt, acc of a point. `versions` are those it stood in. `missing` are codes that say no answer.
    """

    name: str
    holds: Holds
    measure: Measure
    path: str = ""
    key: str = ""
    kind: str = ""
    part: str = ""
    labels: Texts = field(default_factory=dict)
    part_labels: Texts = field(default_factory=dict)
    hints: Texts = field(default_factory=dict)
    codes: Mapping[str, Texts] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    condition: str = ""
    is_free: bool = False  # whatever somebody typed
    is_file: bool = False
    is_identity: bool = False

    @property
    def is_design(self) -> bool:
        return not self.path

    @property
    def has_whole_codes(self) -> bool:
        """Codes that statistical programs can take as numbers."""
        return bool(self.codes) and all(WHOLE_CODE.fullmatch(code) for code in self.codes)

    @property
    def is_numeric(self) -> bool:
        return self.holds in (Holds.WHOLE, Holds.REAL, Holds.FLAG) or self.has_whole_codes


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of an export. `path` is that of the repeat whose rows it holds, "" for the responses themselves."""

    name: str
    path: str
    variables: tuple[Variable, ...]
    labels: Texts = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(variable.name for variable in self.variables)


@dataclass(frozen=True, slots=True)
class Remark:
    """What whoever takes the data must know; `code` has its sentence in `sentences`."""

    code: str
    about: str = ""
    versions: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """`withheld`: paths of questions that are left out, with the reason's code."""

    sheets: tuple[Sheet, ...]
    remarks: tuple[Remark, ...] = ()
    withheld: Mapping[str, str] = field(default_factory=dict)

    @property
    def main(self) -> Sheet:
        return self.sheets[0]
