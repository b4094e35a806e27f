"""Booklets: many practices as one PDF."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mentorhalo.core.doors import door
from mentorhalo.core.throttle import is_within, network_of

from ..actions import booklets as actions
from ..actions.booklets import BookletRefused
from ..choices import BookletState
from ..forms.practice_search import PlaceForm
from ..keys import booklet_by, booklet_key, shelf_by
from ..models import Booklet, Shelf
from ..queries import practices as queries
from ..queries.shelves import practices_on

BOOKLETS_AN_HOUR = 20


@door("knowledge.read_practices")
@require_POST
def order(request: HttpRequest) -> HttpResponse:
    """Of the shelf, or of the search, that the address names."""
    key = request.GET.get("shelf", "")
    if key:
        try:
            shelf = shelf_by(key)
        except Shelf.DoesNotExist:
            raise Http404 from None
        practices, title = practices_on(shelf), shelf.title or _("Good practices")
        back = reverse("knowledge:shelf", args=[key])
    else:
        form = PlaceForm(request.GET or None)
        place = form.cleaned_data.get("place") if form.is_bound and form.is_valid() else None
        practices, title = queries.found_ids(queries.Search.of(request.GET, place)), _("Good practices")
        back = f"{reverse('knowledge:practices')}?{request.GET.urlencode()}"
    if not is_within("knowledge.booklet", network_of(request), most=BOOKLETS_AN_HOUR, seconds=3600):
        messages.error(request, _("Much came from your network just now. Please try again later."))
        return redirect(back)
    language = (get_language() or "hu")[:2]
    try:
        booklet = actions.order_booklet(
            practices=practices, title=title, language=language, at=timezone.now()
        )
    except BookletRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    return redirect("knowledge:booklet", key=booklet_key(booklet))


@door("knowledge.read_practices", get=booklet_by)
@never_cache
def booklet(request: HttpRequest, booklet: Booklet) -> HttpResponse:
    """How far it is; where it can be taken from."""
    content = {
        "booklet": booklet,
        "key": booklet_key(booklet),
        "trail": [(_("Good practices"), reverse("knowledge:practices")), (_("Booklet"), "")],
    }
    name = "knowledge/practices/booklet.html"
    return render(request, f"{name}#state" if request.headers.get("HX-Request") else name, content)


@door("knowledge.read_practices", get=booklet_by)
def file(request: HttpRequest, booklet: Booklet) -> HttpResponseBase:
    if booklet.state != BookletState.READY:
        raise Http404
    name = f"{_('good-practices')}-{timezone.localdate(booklet.made_at)}.pdf"
    return FileResponse(booklet.file.open("rb"), filename=name, content_type="application/pdf")
