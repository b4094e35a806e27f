"""What the checks found: flags with their explanation, to be looked at and answered."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.core.hungarian import search_filter

from ..actions.quality import AnswerRefused, answer_flags
from ..choices import FlagState
from ..explaining import explained
from ..forms.quality import AnswerForm, FlagFilter
from ..forms.review import ids_in
from ..models import QualityFlag, Wave
from ..queries import flags as queries
from ..queries import studies
from ..queries.reach import counties_of
from ..queries.review import interviewers_of
from .pages import trail_of, ways_of

A_PAGE = 50


@door("surveys.review", get=studies.wave)
def flags(request: SignedInRequest, wave: Wave) -> HttpResponse:
    """Those to be looked at, unless another state is chosen."""
    return _list(request, wave, AnswerForm())


def _list(
    request: SignedInRequest, wave: Wave, form: AnswerForm, ticked: Collection[str] = ()
) -> HttpResponse:
    counties = counties_of(request.user, timezone.localdate())
    found = queries.flags_of(wave, counties)
    given = request.GET.copy()
    given.setdefault("state", FlagState.OPEN)
    counted = queries.counted_by_rule(found)
    filters = FlagFilter(given, rules=counted, interviewers=interviewers_of(wave, counties))
    page = Paginator(_filtered(found, filters.chosen()), A_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    others = queries.others_of(shown)
    content = {
        "wave": wave,
        "trail": trail_of(wave, (_("Flags"), "")),
        "ways": ways_of(request, wave, "surveys:flags"),
        "filters": filters,
        "page": page,
        "rows": [
            (one, [others[pk] for pk in one.flag.others if pk in others])
            for one in explained(shown, queries.labels_in(wave))
        ],
        "run": queries.last_run(wave),
        "left": sum(left for left, _all in counted.values()),
        "form": form,
        "ticked": ticked,
        "shown": given.urlencode(),
    }
    return render(request, "surveys/flags.html#rows" if request.htmx else "surveys/flags.html", content)


def _filtered(rows: QuerySet[QualityFlag], chosen: dict[str, Any]) -> QuerySet[QualityFlag]:
    if chosen.get("state") and chosen["state"] != "all":
        rows = rows.filter(state=chosen["state"])
    if chosen.get("rule"):
        rows = rows.filter(rule__code=chosen["rule"])
    if chosen.get("interviewer"):
        who = chosen["interviewer"]
        rows = rows.filter(response__interviewer=who) | rows.filter(interviewer=who)
    if chosen.get("settlement"):
        rows = rows.filter(search_filter(chosen["settlement"], "response__settlement__name_search"))
    return rows.order_by("-found_at", "rule__code", "pk")


@door("surveys.review", get=studies.wave)
def answer_several(request: SignedInRequest, wave: Wave) -> HttpResponse:
    """One answer for the ticked flags; where it cannot be given, the list comes back with the ticks and what was written."""
    back = f"{reverse('surveys:flags', args=[wave.pk])}?{request.GET.urlencode()}"
    if request.method != "POST":
        return redirect(back)
    form = AnswerForm(request.POST)
    mine = queries.flags_of(wave, counties_of(request.user, timezone.localdate()))
    ticked = list(mine.filter(pk__in=ids_in(request.POST.getlist("flag"))).values_list("pk", flat=True))
    if form.is_valid() and not ticked:
        form.add_error(None, _("Nothing was ticked, or it was decided on meanwhile."))
    if form.is_valid():
        try:
            done = answer_flags(
                flags=ticked,
                state=FlagState(form.cleaned_data["state"]),
                answer=form.cleaned_data["answer"],
                by=request.user,
                at=timezone.now(),
            )
        except AnswerRefused as refusal:
            form.add_error("answer", str(refusal))
        else:
            words = ngettext("%(count)s flag answered.", "%(count)s flags answered.", done)
            messages.success(request, words % {"count": done})
            return redirect(back)
    return _list(request, wave, form, {str(pk) for pk in ticked})
