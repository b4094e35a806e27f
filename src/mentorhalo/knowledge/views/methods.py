"""Method cards as everybody reads them: the list, one card, an earlier version, two versions compared."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorhalo.core.doors import door
from mentorhalo.core.linked_data import linked_data, publisher

from ..models.methods import Method, MethodVersion
from ..queries import methods as queries
from ..signing_in.methods import topics as topic_names


@door("knowledge.read_methods")
def listed(request: HttpRequest) -> HttpResponse:
    """Every method, by name."""
    topics = topic_names()
    topic = request.GET.get("topic", "")
    topic = topic if topic in topics else ""
    content = {"lines": queries.methods_listed(topic=topic), "topics": topics, "topic": topic}
    return render(request, "knowledge/methods/list.html", content)


@door("knowledge.read_methods")
def method(request: HttpRequest, code: str) -> HttpResponse:
    """The card in force; of a method that was withdrawn, that it was here."""
    found = _at(code)
    versions = queries.locked_versions(found)
    card = queries.card_for_reader(versions, request.GET.get("language", ""))
    if found.withdrawn_at is not None or card is None:
        return _gone(request, found, versions)
    return _card(request, found, card, versions)


@door("knowledge.read_methods")
def locked_version(request: HttpRequest, code: str, language: str, number: int) -> HttpResponse:
    """One locked version under its lasting address, also where a newer one took its place."""
    found = _at(code)
    versions = queries.locked_versions(found)
    if found.withdrawn_at is not None:
        return _gone(request, found, versions)
    return _card(request, found, _of(versions, language, number), versions)


@door("knowledge.read_methods")
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Two locked versions of one language, word by word; without a choice the last two."""
    found = _at(code)
    versions = queries.locked_versions(found)
    if found.withdrawn_at is not None:
        return _gone(request, found, versions)
    card = queries.card_for_reader(versions, request.GET.get("language", ""))
    same = [one for one in versions if card is not None and one.language == card.language]
    numbers = {str(one.number): one for one in same}
    after = numbers.get(request.GET.get("to", "")) or same[0]
    before = numbers.get(request.GET.get("from", "")) or next(
        (one for one in same if one.number < after.number), None
    )
    content = {
        "method": found,
        "versions": same,
        "before": before,
        "after": after,
        "changes": queries.changes_between(before, after) if before else [],
        "trail": [*_trail(found, after), (_("Versions compared"), "")],
    }
    return render(request, "knowledge/methods/compare.html", content)


def _card(
    request: HttpRequest, found: Method, card: MethodVersion, versions: list[MethodVersion]
) -> HttpResponse:
    in_force = {one.language: one for one in versions if one.state == "locked"}
    newest = in_force.get(card.language)
    uses = queries.uses_of(found, request)
    address = settings.SITE_URL + reverse("knowledge:method", args=[found.code])
    content: dict[str, Any] = {
        "method": found,
        "card": card,
        "parts": queries.parts_to_read(card),
        "newest": newest if newest is not None and newest.pk != card.pk else None,
        "other_cards": [one for language, one in in_force.items() if language != card.language],
        "versions": [one for one in versions if one.language == card.language],
        "uses": uses,
        "practices": queries.practices_naming(found),
        "times": sum(county.times for county in uses),
        "places": sum(len(county.places) for county in uses),
        "metadata": _metadata(found, card, address),
        "address": address,
        "may_write": request.user.has_perm("knowledge.write_methods"),
        "trail": [(_("Methods"), reverse("knowledge:methods")), (card.title, "")],
        "nothing": (),
    }
    return render(request, "knowledge/methods/card.html", content)


def _gone(request: HttpRequest, found: Method, versions: list[MethodVersion]) -> HttpResponse:
    content = {
        "method": found,
        "title": versions[0].title if versions else found.code,
        "trail": [(_("Methods"), reverse("knowledge:methods")), (_("Withdrawn"), "")],
        "may_withdraw": request.user.has_perm("knowledge.withdraw_method"),
    }
    return render(request, "knowledge/methods/gone.html", content, status=410)


def _metadata(found: Method, card: MethodVersion, address: str) -> Any:
    return linked_data(
        {
            "@type": "LearningResource",
            "@id": address,
            "identifier": found.code,
            "name": card.title,
            "description": card.definition,
            "inLanguage": card.language,
            "version": str(card.number),
            "learningResourceType": "method card",
            "teaches": card.purpose,
            "citation": card.source,
            "datePublished": found.published_at.isoformat() if found.published_at else "",
            "dateModified": card.locked_at.isoformat() if card.locked_at else "",
            "license": "https://creativecommons.org/licenses/by/4.0/",
            "publisher": publisher(settings.SITE_URL),
        }
    )


def _at(code: str) -> Method:
    try:
        return queries.method_at(code)
    except Method.DoesNotExist:
        raise Http404 from None


def _of(versions: list[MethodVersion], language: str, number: int) -> MethodVersion:
    for one in versions:
        if (one.language, one.number) == (language, number):
            return one
    raise Http404


def _trail(found: Method, card: MethodVersion) -> list[tuple[str, str]]:
    return [
        (_("Methods"), reverse("knowledge:methods")),
        (card.title, reverse("knowledge:method", args=[found.code])),
    ]
