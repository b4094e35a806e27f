"""The asset map of a target area: drawn, as a table, as a file; written by all who take part."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorhalo.accounts.rules import SignedInRequest
from mentorhalo.core.doors import door

from .. import actions
from ..choices import AssetSource
from ..exports import assets_csv
from ..forms.assets import AssetForm, EndAssetForm
from ..models import Asset, Process
from ..queries import assets as queries
from ..queries.phases import process_named
from .parts import Trail, form_page, pressed, trail_of


@door("processes.view", get=process_named)
def assets(request: SignedInRequest, process: Process) -> HttpResponse:
    """All that are there, by number on the map and in the table; one category alone by `?category=`."""
    asked = request.GET.get("category", "")
    there, gone = queries.assets_of(process, timezone.localdate())
    categories = queries.categories_of([row.asset for row in there] + gone)
    asked = asked if any(one.code == asked for one in categories) else ""
    shown = [row for row in there if not asked or row.asset.category.code == asked]
    here = _page(process)
    content = {
        "process": process,
        "rows": shown,
        "gone": [one for one in gone if not asked or one.category.code == asked],
        "map": queries.map_of(process.settlement_id, shown),
        "off_map": sum(1 for row in shown if not row.asset.is_on_map),
        "ways": [
            (_("All"), here, not asked),
            *((capfirst(str(one)), f"{here}?category={one.code}", one.code == asked) for one in categories),
        ],
        "may_contribute": request.user.has_perm("processes.contribute", process),
        "may_remove": request.user.has_perm("processes.remove_asset", process),
        "trail": trail_of(process, (_("Assets"), "")),
    }
    return render(request, "processes/assets/assets.html", content)


@door("processes.view", get=process_named)
def assets_file(request: SignedInRequest, process: Process) -> Any:
    there, gone = queries.assets_of(process, timezone.localdate())
    return assets_csv(process, [*(row.asset for row in there), *gone])


@door("processes.contribute", get=process_named)
def add_asset(request: SignedInRequest, process: Process) -> HttpResponse:
    """`?strength=`: the card of a board it stands behind, from which its name is taken."""
    strengths = queries.strengths_offered(process)
    card = next((one for one in strengths if str(one.pk) == request.GET.get("strength")), None)
    begun = (
        {"name": card.text[:160], "strengths": [str(card.pk)], "source": AssetSource.BOARD} if card else {}
    )
    form = AssetForm(
        request.POST or None,
        categories=queries.categories_offered(),
        parties=queries.parties_in(process),
        strengths=strengths,
        initial={"source": AssetSource.WALK, **begun},
    )
    return form_page(
        request,
        form,
        lambda _said: actions.add_asset(
            process=process, draft=form.draft(), by=request.user, at=timezone.now()
        ),
        heading=_("New asset"),
        submit=_("Put it on the map"),
        done=_("It is on the map."),
        back=_page(process),
        trail=_trail(process),
        draft=f"asset-new-{process.pk}",
        template="processes/assets/form.html",
        more={"outline": queries.outline_of(process)},
    )


@door("processes.contribute", get=queries.asset_named)
def write_asset(request: SignedInRequest, asset: Asset) -> HttpResponse:
    process = asset.process
    form = AssetForm(
        request.POST or None,
        categories=queries.categories_offered(asset.category),
        parties=queries.parties_in(process, asset),
        strengths=queries.strengths_offered(process),
        initial=AssetForm.told(asset),
    )
    return form_page(
        request,
        form,
        lambda _said: actions.write_asset(
            asset=asset, draft=form.draft(), by=request.user, at=timezone.now()
        ),
        heading=_("Change: %(asset)s") % {"asset": asset},
        submit=_("Save"),
        done=_("The asset is changed."),
        back=_page(process),
        trail=_trail(process),
        draft=f"asset-{asset.pk}",
        template="processes/assets/form.html",
        more={"outline": queries.outline_of(process)},
    )


@door("processes.contribute", get=queries.asset_named)
@require_POST
def confirm_asset(request: SignedInRequest, asset: Asset) -> HttpResponse:
    return pressed(
        request,
        lambda: actions.confirm_asset(asset=asset, by=request.user, at=timezone.now()),
        back=f"{_page(asset.process)}#asset-{asset.pk}",
        done=_("Noted: it is still there."),
    )


@door("processes.contribute", get=queries.asset_named)
def end_asset(request: SignedInRequest, asset: Asset) -> HttpResponse:
    return form_page(
        request,
        EndAssetForm(request.POST or None, initial={"ended_on": timezone.localdate()}),
        lambda said: actions.end_asset(asset=asset, **said, by=request.user, at=timezone.now()),
        heading=_("No longer there: %(asset)s") % {"asset": asset},
        submit=_("It is not there any more"),
        done=_("It stands among those that were."),
        back=_page(asset.process),
        trail=_trail(asset.process),
    )


@door("processes.contribute", get=queries.asset_named)
@require_POST
def resume_asset(request: SignedInRequest, asset: Asset) -> HttpResponse:
    return pressed(
        request,
        lambda: actions.resume_asset(asset=asset, by=request.user, at=timezone.now()),
        back=f"{_page(asset.process)}#asset-{asset.pk}",
        done=_("It stands among those that are there."),
    )


@door("processes.remove_asset", get=queries.asset_named)
def remove_asset(request: SignedInRequest, asset: Asset) -> HttpResponse:
    return form_page(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda _said: actions.remove_asset(asset=asset, by=request.user, at=timezone.now()),
        heading=_("Delete: %(asset)s") % {"asset": asset},
        submit=_("Delete it for good"),
        done=_("It is deleted."),
        back=_page(asset.process),
        trail=_trail(asset.process),
        intro=_("Nothing of it is kept. What was there once, and is not there any more, is better ended."),
        tone="danger",
    )


def _page(process: Process) -> str:
    return reverse("processes:assets", args=[process.pk])


def _trail(process: Process) -> Trail:
    return trail_of(process, (_("Assets"), _page(process)))
