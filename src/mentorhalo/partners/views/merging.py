"""One card or two: merging, splitting, and undoing both."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from .. import actions, queries
from ..actions import PartnersRefusal
from ..forms import MergeForm, ReasonForm, SplitForm
from ..models import Community, Merge, Organisation, Split
from .writing import show_refusal

type AnyParty = Organisation | Community


@door("partners.merge", get=queries.party_of)
def merge(request: SignedInRequest, party: AnyParty) -> HttpResponse:
    """First find the twin, then look at both side by side, then say why they are one."""
    twin = _twin(request, party)
    if twin is None:
        return _find_twin(request, party)
    sides = [(str(each.pk), _side(each)) for each in (party, twin)]
    form = MergeForm(request.POST or None, sides=sides)
    if form.is_valid():
        stays = form.cleaned_data["survivor"] == str(party.pk)
        survivor, absorbed = (party, twin) if stays else (twin, party)
        try:
            actions.merge_parties(
                absorbed=absorbed,
                survivor=survivor,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except PartnersRefusal as refusal:
            show_refusal(form, refusal)
        else:
            said = {"absorbed": absorbed.name, "survivor": survivor.name}
            messages.success(request, _("“%(absorbed)s” counts as “%(survivor)s” from today.") % said)
            return redirect(_card(survivor))
    return render(
        request,
        "partners/merge.html",
        {
            **_frame(party, _("Merge two cards")),
            "form": form,
            "twin": twin,
            "rows": _side_by_side(party, twin),
        },
    )


@door("partners.undo_merge", get=queries.merge)
def undo_merge(request: SignedInRequest, merge: Merge) -> HttpResponse:
    party = queries.party_of(merge.party_type, merge.absorbed_id)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        actions.undo_merge(
            merge=merge, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"]
        )

    words = _("From today the two count apart again. Figures as they were known until now do not change.")
    return _confirm(request, form, party, _("Undo the merge"), words, act)


@door("partners.split", get=queries.party_of)
def split(request: SignedInRequest, party: AnyParty) -> HttpResponse:
    contacts = queries.contacts_of(party.party_type, [party])
    form = SplitForm(request.POST or None, contacts=[each for each in contacts if each.ends_on is None])
    if form.is_valid():
        chosen = list(form.cleaned_data.pop("contacts", []))
        try:
            made = actions.split_party(
                origin=party, contacts=chosen, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except PartnersRefusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(
                request, _("The new card is made. What was done until today stays with the first.")
            )
            return redirect(queries.card_url(made.party_type, made.offshoot_id))
    words = _(
        "A second card is made, with an identity of its own. All that was noted until today stays with this one."
    )
    content = {**_frame(party, _("Split in two")), "form": form, "twins": [], "words": words}
    return render(request, "partners/form.html", content)


@door("partners.undo_split", get=queries.split)
def undo_split(request: SignedInRequest, split: Split) -> HttpResponse:
    party = queries.party_of(split.party_type, split.origin_id)
    form = forms.Form(request.POST if request.method == "POST" else None)

    def act() -> None:
        actions.undo_split(split=split, by=request.user, at=timezone.now())

    words = _(
        "The second card is taken back and its contacts return. It can be done while nothing was noted on it."
    )
    return _confirm(request, form, party, _("Undo the split"), words, act)


def _confirm(
    request: SignedInRequest,
    form: forms.Form,
    party: AnyParty,
    heading: str,
    words: str,
    act: Callable[[], None],
) -> HttpResponse:
    if form.is_valid():
        try:
            act()
        except PartnersRefusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Undone."))
            return redirect(_card(party))
    content = {**_frame(party, heading), "form": form, "twins": [], "words": words, "submit": heading}
    return render(request, "partners/form.html", content)


def _twin(request: SignedInRequest, party: AnyParty) -> AnyParty | None:
    """The other card named in the address, if there is one of the same kind that stands for itself."""
    try:
        pk = UUID(request.GET.get("with", ""))
    except ValueError:
        return None
    twin = type(party).objects.not_merged().select_related("settlement").filter(pk=pk).first()
    return None if twin == party else twin


def _find_twin(request: SignedInRequest, party: AnyParty) -> HttpResponse:
    text = request.GET.get("q", "")
    party_type = party.party_type
    kind = party.kind if isinstance(party, Organisation) else party.field
    likely = queries.likely_duplicates(
        party.name, party.settlement, kind, party_type=party_type, except_for=[party.pk]
    )
    found = queries.find_parties(text, party_types=[party_type])
    content = {
        **_frame(party, _("Merge two cards")),
        "text": text,
        "likely": likely,
        "found": [each for each in found if each.pk != party.pk],
    }
    return render(request, "partners/find_twin.html", content)


def _side_by_side(one: AnyParty, other: AnyParty) -> list[tuple[str, str, str]]:
    """(what, here, there) for each field that either of them fills."""
    names = [name for name in type(one)._meta.get_fields() if name.concrete and not name.auto_created]
    shown = [field for field in names if getattr(field, "editable", False) and field.name != "id"]
    rows = []
    for field in shown:
        here, there = _told(one, field.name), _told(other, field.name)
        if here or there:
            rows.append((str(field.verbose_name), here, there))
    return rows


def _told(party: AnyParty, name: str) -> str:
    display = getattr(party, f"get_{name}_display", None)
    value: Any = display() if display else getattr(party, name)
    if isinstance(value, bool):
        return _("yes") if value else ""
    return "" if value is None else str(value)


def _frame(party: AnyParty, heading: str) -> dict[str, Any]:
    card = _card(party)
    return {"party": party, "heading": heading, "trail": [(party.name, card), (heading, "")], "back": card}


def _side(party: AnyParty) -> str:
    return f"{party.name}, {party.settlement.name}"


def _card(party: AnyParty) -> str:
    return queries.card_url(party.party_type, party.pk)
