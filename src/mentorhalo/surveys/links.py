"""What the cards of others say of studies."""

from collections.abc import Collection

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorhalo.core.registry import TimelineEntry

from .models import SampleUnit


def organisation_timeline(request: HttpRequest, ids: Collection[str]) -> list[TimelineEntry]:
    """In which studies an institution was asked and when it answered, for the network. Two queries."""
    if not request.user.has_perm("surveys.view"):
        return []
    units = SampleUnit.objects.in_play().filter(organisation__in=list(ids)).select_related("wave__study")
    lines = []
    for unit in units.prefetch_related("responses"):
        study = unit.wave.study
        href = reverse("surveys:study", args=[study.pk])
        words = _("Asked in a study: %(study)s") % {"study": study.title}
        lines.append(TimelineEntry(unit.wave.starts_on, words, href=href, tone="neutral"))
        for response in unit.responses.all():
            words = _("Answered the questionnaire of a study: %(study)s") % {"study": study.title}
            lines.append(TimelineEntry(response.received_at, words, href=href))
    return lines
