"""Links for answering that belong to drawn units: made for many or for one, shown once, taken home as a table for letters."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door
from mentorhalo.core.numbers import day as in_words
from mentorhalo.core.sheets import csv_response

from ..actions import invitations as actions
from ..actions.invitations import MOST, InvitationRefused
from ..codes import shown
from ..forms.inviting import UnitLinksFilter, UnitLinksForm
from ..forms.review import ids_in
from ..models import SampleUnit, Wave
from ..queries import inviting as queries
from ..queries import studies, units
from ..queries.inviting import Letter
from .pages import Crumb, form_page, trail_of, ways_of


def _may_see_names(request: SignedInRequest, wave: Wave) -> bool:
    return request.user.has_perm("surveys.view_keys", wave.study)


@door("surveys.invite", get=studies.wave)
def unit_links(request: SignedInRequest, wave: Wave) -> HttpResponse:
    """The units that could be given a link, all of them ticked; then their links, shown this once."""
    today = timezone.localdate()
    filters = UnitLinksFilter(request.GET, wave=wave)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    instrument = chosen.get("instrument") or filters.first
    form = UnitLinksForm(
        request.POST or None,
        wave=wave,
        may_see_names=_may_see_names(request, wave),
        instrument=instrument if filters.chooses else None,
    )
    ticked = [UUID(one) for one in ids_in(request.POST.getlist("unit"))]
    if form.is_valid():
        made = _made(request, wave, ticked, form)
        if made is not None:
            trail = trail_of(wave, (_("Links"), reverse("filling:links", args=[wave.pk])))
            return _shown(request, wave, made, form, trail)
    text = request.GET.get("q", "")
    found = queries.units_to_invite(
        wave, today, instrument=instrument, stratum=chosen.get("stratum"), text=text
    )
    is_over = queries.is_over(wave, today)
    rows = [] if is_over else list(found[:MOST])
    content = {
        "wave": wave,
        "trail": trail_of(
            wave, (_("Links"), reverse("filling:links", args=[wave.pk])), (_("For units of the sample"), "")
        ),
        "ways": ways_of(request, wave, "filling:links"),
        "form": form,
        "filters": filters,
        "text": text,
        "is_over": is_over,
        "rows": rows,
        "count": found.count() if len(rows) == MOST else len(rows),
        "ticked": set(ticked) if request.method == "POST" else {one.pk for one in rows},
    }
    return render(request, "surveys/unit_links.html", content)


@door("surveys.invite", get=units.unit)
def unit_link(request: SignedInRequest, unit: SampleUnit) -> HttpResponse:
    """A link for one unit, to the questionnaire that it lacks one to."""
    wave = unit.wave
    lacking = queries.lacks_link_to(unit, timezone.localdate())
    form = UnitLinksForm(
        request.POST or None,
        wave=wave,
        may_see_names=_may_see_names(request, wave),
        initial={"instrument": lacking.pk} if lacking else None,
    )
    if form.is_valid():
        made = _made(request, wave, [unit.pk], form)
        if made is not None:
            return _shown(request, wave, made, form, trail_of(unit))
    return form_page(
        request,
        form,
        heading=_("Make a link for answering"),
        submit=_("Make the link"),
        trail=trail_of(unit),
        intro=_(
            "%(unit)s, %(settlement)s. Whoever has the link fills the questionnaire without an account, once."
        )
        % {"unit": unit.code, "settlement": unit.settlement.name},
    )


@door("surveys.invite", get=studies.wave)
@require_POST
def unit_links_file(request: SignedInRequest, wave: Wave) -> HttpResponse:
    """The links that were just shown, as a table for letters. The page they stand on brings their codes: nobody else knows them."""
    letters = _letters(request, wave, request.POST.getlist("code"), wants_names="with_names" in request.POST)
    if not letters:
        return redirect("filling:links", wave.pk)
    name = f"links-{wave.study.code}-{wave.number}-{timezone.localdate().isoformat()}.csv"
    answer: HttpResponse = csv_response(_lines(request, letters), name)
    return answer


def _made(
    request: SignedInRequest, wave: Wave, ticked: Sequence[UUID], form: UnitLinksForm
) -> list[str] | None:
    """The codes; None where it was refused, which stands in the form."""
    typed = form.cleaned_data
    try:
        invited = actions.invite_units(
            wave=wave,
            instrument=typed["instrument"],
            units=ticked,
            label=typed["label"],
            closes_on=typed["closes_on"],
            by=request.user,
            at=timezone.now(),
        )
    except InvitationRefused as refusal:
        form.add_error(None, str(refusal))
        return None
    return [code for _invitation, code in invited]


def _letters(request: SignedInRequest, wave: Wave, codes: list[str], *, wants_names: bool) -> list[Letter]:
    return actions.show_letters(
        wave=wave,
        codes=codes[:MOST],
        with_names=wants_names and _may_see_names(request, wave),
        by=request.user,
        at=timezone.now(),
    )


def _shown(
    request: SignedInRequest, wave: Wave, codes: list[str], form: UnitLinksForm, trail: list[Crumb]
) -> HttpResponse:
    with_names = form.cleaned_data.get("with_names", False)
    letters = _letters(request, wave, codes, wants_names=with_names)
    content = {
        "wave": wave,
        "trail": [*trail, (_("New links"), "")],
        "back": trail[-1],
        "letters": [(one, shown(one.code), _address(request, one)) for one in letters],
        "with_names": with_names,
    }
    answer = render(request, "surveys/unit_links_made.html", content)
    answer["Cache-Control"] = "no-store"
    return answer


def _address(request: SignedInRequest, letter: Letter) -> str:
    return request.build_absolute_uri(reverse("answering:invitation", args=[letter.code]))


def _lines(request: SignedInRequest, letters: list[Letter]) -> Iterator[Sequence[object]]:
    """Columns that would be empty in every row are left out."""
    with_places = any(one.unit.organisation for one in letters)
    with_names = any(one.key for one in letters)
    yield (
        _("Unit"),
        *([_("Institution")] if with_places else []),
        *([_("Name"), _("Address of the unit"), _("Phone or e-mail")] if with_names else []),
        _("Settlement"),
        _("Link"),
        _("Code"),
        _("Open until"),
    )
    for one in letters:
        key = one.key
        yield (
            one.unit.code,
            *([str(one.unit.organisation or "")] if with_places else []),
            *([key.name, key.address, key.contact] if key else ["", "", ""] if with_names else []),
            one.unit.settlement.name,
            _address(request, one),
            shown(one.code),
            in_words(one.closes_on),
        )
