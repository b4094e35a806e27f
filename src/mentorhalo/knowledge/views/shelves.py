"""Shelves: practices that somebody gathers and shows to others by one address, without an account."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mentorhalo.accounts.models import User
from mentorhalo.core.doors import door
from mentorhalo.core.throttle import is_within, network_of

from ..actions import shelves as actions
from ..actions.shelves import ShelfRefused
from ..forms.shelves import ShelfForm
from ..keys import own_shelf_by, own_shelf_key, shelf_by, shelf_key
from ..models import Practice, Shelf
from ..queries import practices as queries
from ..queries.bands import ladders
from ..queries.shelves import practices_on

MINE = "knowledge_shelf"  # in the session: the shelf that is being filled
SHELVES_AN_HOUR = 30


def _is_mine(request: HttpRequest, shelf: Shelf) -> bool:
    return request.session.get(MINE) == str(shelf.pk) or (
        isinstance(request.user, User) and shelf.made_by_id == request.user.pk
    )


def _mine(request: HttpRequest) -> Shelf | None:
    """The shelf that this visitor fills; None before the first practice is put on it. One query."""
    pk = request.session.get(MINE)
    return Shelf.objects.filter(pk=pk).first() if pk else None


def own_shelf_address(request: HttpRequest) -> str:
    """Where the shelf stands that this visitor fills; empty before there is one. One query where there is."""
    mine = _mine(request)
    return reverse("knowledge:shelf", args=[shelf_key(mine)]) if mine is not None else ""


@door("knowledge.read_practices")
@require_POST
def put(request: HttpRequest, code: str) -> HttpResponse:
    """Onto my shelf; the first one makes the shelf."""
    try:
        practice = queries.practice_at(code)
    except Practice.DoesNotExist:
        raise Http404 from None
    back = redirect("knowledge:practice", code=practice.code)
    mine = _mine(request)
    if mine is None and not is_within(
        "knowledge.shelf", network_of(request), most=SHELVES_AN_HOUR, seconds=3600
    ):
        messages.error(request, _("Much came from your network just now. Please try again later."))
        return back
    by = request.user if isinstance(request.user, User) else None
    try:
        shelf = actions.put_on_shelf(shelf=mine, practice=practice, by=by, at=timezone.now())
    except ShelfRefused as refusal:
        messages.error(request, str(refusal))
        return back
    request.session[MINE] = str(shelf.pk)
    messages.success(request, _("It stands on your shelf. Go on looking, or share the shelf from here."))
    return redirect("knowledge:shelf", key=shelf_key(shelf))


@door("knowledge.read_practices")
@require_POST
def another(request: HttpRequest) -> HttpResponse:
    """The next practice begins another shelf; this one keeps its addresses."""
    request.session.pop(MINE, None)
    messages.success(
        request,
        _("The next practice you put on your shelf begins a new one. The earlier one keeps its address."),
    )
    return redirect("knowledge:practices")


@door("knowledge.read_practices", get=own_shelf_by)
@never_cache
def own(request: HttpRequest, shelf: Shelf) -> HttpResponse:
    """The link of who made it: from now on this browser may change it."""
    request.session[MINE] = str(shelf.pk)
    return redirect("knowledge:shelf", key=shelf_key(shelf))


@door("knowledge.read_practices", get=shelf_by)
@never_cache
def shelf(request: HttpRequest, shelf: Shelf) -> HttpResponse:
    return _shown(request, shelf, None)


@door("knowledge.read_practices", get=shelf_by)
@require_POST
def words(request: HttpRequest, shelf: Shelf) -> HttpResponse:
    """Its title, and what it is for."""
    if not _is_mine(request, shelf):
        raise Http404
    form = ShelfForm(request.POST)
    if not form.is_valid():
        return _shown(request, shelf, form)
    actions.name_shelf(shelf=shelf, at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("knowledge:shelf", key=shelf_key(shelf))


@door("knowledge.read_practices", get=shelf_by)
@require_POST
def take_off(request: HttpRequest, shelf: Shelf) -> HttpResponse:
    if not _is_mine(request, shelf):
        raise Http404
    actions.take_off_shelf(shelf=shelf, code=request.POST.get("code", ""), at=timezone.now())
    return redirect("knowledge:shelf", key=shelf_key(shelf))


def _shown(request: HttpRequest, shelf: Shelf, form: ShelfForm | None) -> HttpResponse:
    is_mine, key = _is_mine(request, shelf), shelf_key(shelf)
    if form is None and is_mine:
        form = ShelfForm(initial={"title": shelf.title, "note": shelf.note})
    content = {
        "shelf": shelf,
        "key": key,
        "is_mine": is_mine,
        "form": form,
        "rows": queries.rows_of(practices_on(shelf), queries.labels_of(ladders())),
        "address": settings.SITE_URL + reverse("knowledge:shelf", args=[key]),
        "own_address": settings.SITE_URL + reverse("knowledge:own_shelf", args=[own_shelf_key(shelf)])
        if is_mine
        else "",
        "trail": [(_("Good practices"), reverse("knowledge:practices")), (str(shelf), "")],
    }
    return render(request, "knowledge/practices/shelf.html", content)
