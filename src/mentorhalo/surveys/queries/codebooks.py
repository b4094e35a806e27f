"""The codebook of a questionnaire: its form, and what was answered."""

from datetime import date

from django.db.models import Count, Max, Q

from ..choices import ResponseState
from ..exporting.codebook.contents import About, Codebook, Fieldwork, codebook_of
from ..exporting.codebook.counts import count
from ..exporting.layout import Edition, languages_of, lay_out
from ..exporting.order import Order
from ..models import Decision, Instrument, Response
from .exports import editions_of, read_responses

DESCRIBED = Order("csv", free_text=True)  # free texts are described, and never quoted


def codebook_for(instrument: Instrument, order: Order = DESCRIBED, *, on: date) -> Codebook | None:
    """None where no version was ever published. Reads every accepted response once."""
    editions = editions_of(instrument, order.versions)
    if not editions:
        return None
    plan = lay_out(editions, order)
    counts, rows = count(plan, order, read_responses(instrument, order))
    return codebook_of(
        _about(instrument, tuple(editions), on), plan.layout, languages_of(editions), counts, rows
    )


def _about(instrument: Instrument, editions: tuple[Edition, ...], on: date) -> About:
    study = instrument.study
    return About(
        code=study.code,
        titles={"hu": study.title_hu, "en": study.title_en},
        owner=study.owner,
        purpose=study.purpose,
        legal_basis=study.legal_basis,
        kind=str(study.get_kind_display()),
        instrument=instrument.title,
        form_id=instrument.form_id,
        editions=editions,
        waves=tuple(
            Fieldwork(
                wave.number,
                wave.title,
                wave.starts_on,
                wave.ends_on,
                tuple((one.code, one.label, one.population, one.target) for one in wave.strata.all()),
            )
            for wave in study.waves.prefetch_related("strata")
        ),
        made_on=on,
    )


def edition_of_data(instrument: Instrument) -> str:
    """Another text as soon as a response came, was changed or decided on, or a version was published. Three queries."""
    responses = Response.objects.filter(version__instrument=instrument).order_by()
    states = responses.aggregate(
        number=Count("pk"),
        accepted=Count("pk", filter=Q(state=ResponseState.ACCEPTED)),
        sent=Max("submission_id"),
    )
    decided = Decision.objects.filter(response__version__instrument=instrument).aggregate(Max("pk"))
    versions = instrument.versions.aggregate(number=Count("pk"), published=Max("published_at"))
    return f"{states} {decided} {versions}"
