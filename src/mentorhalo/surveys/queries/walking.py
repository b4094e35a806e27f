"""Responses page by page, in the order of the names they go by outside: it never changes, and nothing else has to be said to go on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest, nsmallest
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from ..exporting.layout import Plan
from ..exporting.media.attached import Media
from ..exporting.order import Order
from ..exporting.pseudonyms import pseudonyms_of
from ..exporting.rows import Cells, readers_of
from ..models import Decision, Instrument, Response
from .exports import plan_for, reader_for, responses_for

KEYS_AT_ONCE = 5_000
READ_AT_ONCE = 250

type Named = tuple[str, UUID]
type Rows = list[tuple[int, Cells]]  # (number of the table, cells): the response first, then its repeats


def changed_since(responses: QuerySet[Response], moment: datetime) -> QuerySet[Response]:
    """Those that were read or decided on at this moment or later."""
    decided = Decision.objects.filter(response=OuterRef("pk"), at__gte=moment)
    return responses.filter(Q(submission__read_at__gte=moment) | Exists(decided))


@dataclass(frozen=True, slots=True)
class Walk:
    """Through the responses of a questionnaire that an order asks for; the order is one without identities."""

    instrument: Instrument
    order: Order
    plan: Plan
    responses: QuerySet[Response]

    @classmethod
    def through(cls, instrument: Instrument, order: Order, since: datetime | None = None) -> "Walk | None":
        """None where no version was ever published. The columns are those of all versions, whichever are asked for."""
        if order.identities:
            raise ValueError("programs never read identities")
        plan = plan_for(instrument, Order(order.format, files=order.files))
        if plan is None:
            return None
        responses = responses_for(instrument, order)
        if since is not None:
            responses = changed_since(responses, since)
        return cls(instrument, order, plan, responses)

    def names(self, after: str, most: int, *, is_descending: bool = False) -> list[Named]:
        """The next names and what they stand for. Reads the keys of all responses; memory as large as `most`."""
        if is_descending:
            return nlargest(most, (named for named in self._named() if not after or named[0] < after))
        return nsmallest(most, (named for named in self._named() if named[0] > after))

    def find(self, name: str) -> Named | None:
        """Nobody can compute a response from its name: all are looked at."""
        return next((named for named in self._named() if named[0] == name), None)

    def rows(self, names: Sequence[Named], media: Media | None = None) -> Iterator[tuple[str, Rows]]:
        """The rows of each, in the order of the names. What is not there any more is left out. `media` gets the files of them."""
        read = reader_for(self.instrument, self.order)
        readers = readers_of(self.plan, self.order, media)
        for start in range(0, len(names), READ_AT_ONCE):
            portion = names[start : start + READ_AT_ONCE]
            found = {
                str(design[0]): (version, design, answers)
                for version, design, answers in read(
                    self.responses.filter(pk__in=[pk for _name, pk in portion])
                )
            }
            for name, _pk in portion:
                if name in found:
                    version, design, answers = found[name]
                    yield name, list(readers[version].rows(design, answers))

    def all_rows(self) -> Iterator[tuple[int, Cells]]:
        """Of every table, in no order."""
        readers = readers_of(self.plan, self.order)
        for version, design, answers in reader_for(self.instrument, self.order)(self.responses.order_by()):
            yield from readers[version].rows(design, answers)

    def _named(self) -> Iterator[Named]:
        pseudonym = pseudonyms_of(self.instrument.study_id)
        keys: Any = self.responses.order_by().values_list("pk", flat=True)
        return ((pseudonym(pk), pk) for pk in keys.iterator(chunk_size=KEYS_AT_ONCE))
