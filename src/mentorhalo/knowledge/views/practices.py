"""Pages of the good practices that everybody may read: the search by conditions, and one of them."""

import hashlib
from collections import Counter
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mentorhalo.core.doors import door
from mentorhalo.core.numbers import number
from mentorhalo.core.papers import PaperRefused, as_pdf
from mentorhalo.core.registry import registry

from ..cards import CARD, card_of
from ..choices import TermKind, Verdict
from ..citing import LICENCES, LICENCES_IN_SHORT, address_of, citation
from ..forms.practice_search import PlaceForm
from ..models import Practice, PracticePhoto, PracticeText, PracticeVersion
from ..pictures import picture_address
from ..queries import lineage
from ..queries import practices as queries
from ..queries.bands import Ladders, conditions_of, ladders
from ..queries.methods import titles_of
from ..queries.practice_photos import shown_photos
from ..queries.practice_work import narrative_of, reviews_of
from .practice_metadata import dublin_core, schema_org
from .shelves import own_shelf_address

HEADINGS: dict[str, Any] = {
    "size": gettext_lazy("Settlement size"),
    "staff": gettext_lazy("Staff you have"),
    "money": gettext_lazy("Money you have in a year"),
    "time": gettext_lazy("Time you have until the first result"),
    "field": gettext_lazy("Field"),
    "target": gettext_lazy("For whom"),
    "partner": gettext_lazy("With whom"),
    "method": gettext_lazy("Method"),
    "topic": gettext_lazy("Topic"),
    "county": gettext_lazy("County"),
    "kind": gettext_lazy("How it went"),
}


FIRST_FACETS = ("size", "staff", "money")  # the others stand folded
CARD_SECONDS = 24 * 60 * 60
LONGEST_MAP = 400  # settlements with a colour of their own on the map


@door("knowledge.read_practices")
def listed(request: HttpRequest) -> HttpResponse:
    """Found by one's own conditions; the address says all that was asked."""
    form = PlaceForm(request.GET or None)
    place = form.cleaned_data.get("place") if form.is_bound and form.is_valid() else None
    asked = queries.Search.of(request.GET, place)
    found = queries.find(asked, request.GET.get("page"))
    labels = {facet.name: {option.value: option.label for option in facet.options} for facet in found.facets}
    facets = [(HEADINGS[facet.name], facet) for facet in found.facets if facet.options]
    more = [(heading, facet) for heading, facet in facets if facet.name not in FIRST_FACETS]
    content = {
        "own_shelf": own_shelf_address(request),
        "asked": asked,
        "found": found,
        "query": request.GET.urlencode(),
        "form": form,
        "page": found.page,
        "first_facets": [(heading, facet) for heading, facet in facets if facet.name in FIRST_FACETS],
        "more_facets": more,
        "is_more_open": any(facet.is_open for _heading, facet in more),
        "chips": _chips(request, found.facets),
        "counties": [
            (labels["county"].get(code, code), count, _narrowed(request, county=code))
            for code, count in sorted(found.by_county.items(), key=lambda one: -one[1])
        ],
        "shapes": _shapes(request, found),
        "address": settings.SITE_URL + request.get_full_path(),
    }
    name = "knowledge/practices/list.html"
    return render(request, name, content)


@door("knowledge.read_practices")
def practice(request: HttpRequest, code: str) -> HttpResponse:
    """One practice with everything that is told of it; of one taken back, that it was here; of a duplicate, the one that tells it."""
    try:
        found = queries.practice_at(code)
    except Practice.DoesNotExist:
        raise Http404 from None
    if found.duplicate_of is not None:
        return redirect("knowledge:practice", code=found.duplicate_of.code, permanent=True)
    trail = [(_("Good practices"), reverse("knowledge:practices")), (found.code, "")]
    version = found.public_version
    if version is None:
        if found.published_on is None:
            raise Http404
        return render(
            request, "knowledge/practices/gone.html", {"trail": trail, "practice": found}, status=410
        )
    version.practice = found
    text = queries.text_for_reader(version.texts.all(), version.language, request.GET.get("language", "")[:5])
    if text is None:
        raise Http404
    topics = [topic.name for topic in version.topics.all()]
    bands = ladders()
    labels = queries.labels_of(bands)
    terms = list(version.terms.all())
    tree, photos = lineage.tree_of(found), shown_photos(version)
    content = {
        "own_shelf": own_shelf_address(request),
        "tree": tree,
        "drawing": lineage.drawing_of(tree),
        "lineage_shapes": _places(tree),
        "practice": found,
        "version": version,
        "text": text,
        "narrative": narrative_of(text),
        "conditions": conditions_of(version, bands),
        "photos": photos,
        "poster": picture_address(photos[0]) if photos else "",
        "offers": _of_other_rooms(request, "practice", found),
        "answers": _of_other_rooms(request, "practice answers", found),
        "other_languages": [
            (one.language, dict(settings.LANGUAGES).get(one.language, one.language))
            for one in version.texts.all()
            if one.language != text.language
        ],
        "topics": topics,
        "targets": [term.name for term in terms if term.kind == TermKind.TARGET],
        "partners": [term.name for term in terms if term.kind == TermKind.PARTNER],
        "methods": titles_of([method.pk for method in version.methods.all()]),
        "county": labels["county"].get(found.county, ""),
        "contact": found.contact_name if _shows_contact(found) else "",
        "reviews": [one for one in reviews_of(version) if one.verdict == Verdict.ACCEPT],
        "alike": queries.rows_of(queries.alike(found), labels),
        "family": queries.rows_of([one.pk for one in queries.family_of(found)], labels),
        "licence_url": LICENCES[version.licence],
        "licence_in_short": LICENCES_IN_SHORT[version.licence],
        "address": address_of(found),
        "citation": citation(found, version, text),
        "dublin_core": dublin_core(found, version, text, topics, photos),
        "metadata": schema_org(found, version, text, topics, photos, bands),
        "may_work": request.user.has_perm("knowledge.practice_desk")
        and request.user.has_perm("knowledge.view_version", version),
        "trail": trail,
        "nothing": (),
    }
    return render(request, "knowledge/practices/practice.html", content)


def _places(tree: lineage.Node) -> dict[str, dict[str, Any]]:
    """The counties of a tree and, seen nearer, its settlements, for its map."""
    nodes = list(lineage.nodes_of(tree))
    counties = Counter(node.county for node in nodes if node.county)
    shapes: dict[str, dict[str, Any]] = {
        code: {
            "value": count,
            "label": ngettext("%(count)s place", "%(count)s places", count) % {"count": number(count)},
            "active": True,
            "href": "",
        }
        for code, count in counties.items()
    }
    for node in (node for node in nodes if node.settlement):
        label = f"{node.name}, {node.place}"
        shapes[node.settlement] = {"value": 1, "label": label, "active": True, "href": node.href}
    return shapes


def _of_other_rooms(request: HttpRequest, kind: str, practice: Practice) -> list[tuple[str, str]]:
    """(words, address) of what rooms above tell or offer of it."""
    return [link for source in registry.links.get(kind, []) for link in source(request, practice.code)]


def _shows_contact(practice: Practice) -> bool:
    return (
        practice.contact_is_public
        and practice.contact_until is not None
        and practice.contact_until >= timezone.localdate()
    )


def _narrowed(request: HttpRequest, **chosen: str) -> str:
    """The address of this search with one more condition."""
    asked = request.GET.copy()
    asked.pop("page", None)
    for name, value in chosen.items():
        asked.setlist(name, [value])
    return f"{request.path}?{asked.urlencode()}"


def _chips(request: HttpRequest, facets: list[queries.Facet]) -> list[tuple[str, str]]:
    """(what was chosen, the address without it)."""
    chips = []
    for facet in facets:
        for option in facet.options:
            if option.is_chosen:
                asked = request.GET.copy()
                asked.pop("page", None)
                asked.setlist(facet.name, [one for one in asked.getlist(facet.name) if one != option.value])
                chips.append(
                    (f"{HEADINGS[facet.name]}: {option.label}", f"{request.path}?{asked.urlencode()}")
                )
    return chips


def _shapes(request: HttpRequest, found: queries.Found) -> dict[str, dict[str, Any]]:
    """What the map says: of each county how many fit, of settlements that some do."""
    shapes = {}
    for code, count in (*found.by_county.items(), *list(found.by_settlement.items())[:LONGEST_MAP]):
        words = ngettext("%(count)s practice", "%(count)s practices", count) % {"count": number(count)}
        is_county = code in found.by_county
        shapes[code] = {
            "value": count,
            "label": words,
            "active": True,
            "href": _narrowed(request, county=code) if is_county else "",
        }
    return shapes


@door("knowledge.read_practices")
def card(request: HttpRequest, code: str) -> HttpResponse:
    """A published practice on paper: an accessible PDF to print, carry and hand over."""
    try:
        found = queries.practice_at(code)
    except Practice.DoesNotExist:
        raise Http404 from None
    version = found.public_version
    if version is None:
        raise Http404
    version.practice = found
    text = queries.text_for_reader(version.texts.all(), version.language, request.GET.get("language", "")[:5])
    if text is None:
        raise Http404
    photos, bands = shown_photos(version), ladders()
    # What is the same is set once.
    key = f"practice-card:{version.pk}:{text.language}:{_seen(version, text, photos, bands)}"
    made = cache.get(key)
    if made is None:
        try:
            made = _set_card(found, version, text, photos, bands)
        except PaperRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("knowledge:practice", code=found.code)
        cache.set(key, made, CARD_SECONDS)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.code}.pdf"'
    return answer


def _set_card(
    found: Practice,
    version: PracticeVersion,
    text: PracticeText,
    photos: list[PracticePhoto],
    bands: Ladders,
) -> bytes:
    with translation.override(text.language):
        return as_pdf(CARD, card_of(found, version, text, photos, bands))


def _seen(version: PracticeVersion, text: PracticeText, photos: list[PracticePhoto], bands: Ladders) -> str:
    """The frozen words stay; photos may be described better, or hidden, and words be named better: in the card's language."""
    told = [f"{photo.pk}{photo.alt}{photo.credit}" for photo in photos]
    with translation.override(text.language):
        told += [words for _heading, words in conditions_of(version, bands)]
        told += [term.name for term in version.terms.all()]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
