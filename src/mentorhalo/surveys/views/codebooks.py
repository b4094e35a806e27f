"""What the data are: the codebook as a page and as DDI, and scripts that read them."""

import hashlib

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from ..exporting.codebook.contents import Codebook
from ..exporting.codebook.ddi import write_ddi
from ..exporting.layout import lay_out
from ..exporting.order import Order
from ..exporting.scripts import SCRIPTS
from ..exporting.sentences import remarks_in_words, withheld_in_words
from ..models import Instrument
from ..queries import data as queries
from ..queries.codebooks import codebook_for, edition_of_data
from ..queries.exports import editions_of
from .pages import trail_of

KEPT_SECONDS = 3600
XML = "application/xml; charset=utf-8"


@door("surveys.export", get=queries.instrument)
def codebook(request: SignedInRequest, instrument: Instrument) -> HttpResponse:
    book = _codebook(instrument)
    study = instrument.study
    content = {
        "instrument": instrument,
        "book": book,
        "remarks": remarks_in_words(book.layout),
        "withheld": withheld_in_words(book.layout),
        "trail": trail_of(
            study,
            (_("Data"), reverse("surveys:study_data", args=[study.pk])),
            (instrument.title, reverse("surveys:data", args=[instrument.pk])),
            (_("Codebook"), ""),
        ),
    }
    return render(request, "surveys/codebook.html", content)


@door("surveys.export", get=queries.instrument)
def codebook_xml(request: SignedInRequest, instrument: Instrument) -> HttpResponse:
    response = HttpResponse(write_ddi(_codebook(instrument)), content_type=XML)
    response["Content-Disposition"] = f'attachment; filename="{instrument.form_id}-ddi.xml"'
    return response


@door("surveys.export", get=lambda pk, kind: (queries.instrument(pk), kind))
def script(request: SignedInRequest, asked: tuple[Instrument, str]) -> HttpResponse:
    instrument, kind = asked
    found, editions = SCRIPTS.get(kind), editions_of(instrument)
    if found is None or not editions:
        raise Http404
    order = Order(
        found.format, language=request.GET.get("language", ""), names=request.GET.get("names", "short")
    )
    text = found.write(lay_out(editions, order).layout, order)
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{instrument.form_id}.{found.ending}"'
    return response


def _codebook(instrument: Instrument) -> Codebook:
    book = kept_codebook(instrument)
    if book is None:
        raise Http404
    return book


def kept_codebook(instrument: Instrument) -> Codebook | None:
    """Counting reads every response: the counts are kept as long as nothing came or was decided. None without a version."""
    edition = f"{instrument.pk} {edition_of_data(instrument)} {get_language()}"
    key = f"surveys:codebook:{hashlib.sha256(edition.encode()).hexdigest()}"
    book: Codebook | None = cache.get(key)
    if book is None:
        book = codebook_for(instrument, on=timezone.localdate())
        if book is not None:
            cache.set(key, book, KEPT_SECONDS)
    return book
