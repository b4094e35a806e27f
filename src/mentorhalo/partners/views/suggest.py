"""Answers to what is being typed into a form, for who may fill one in."""

from django.http import HttpRequest, JsonResponse

from mentorhalo.core.doors import door

from .. import queries
from ..forms.fields import organisation_words

AT_MOST = 12


@door("partners.register")
def organisations(request: HttpRequest) -> JsonResponse:
    found = queries.find_organisations(request.GET.get("q", ""), AT_MOST)
    return JsonResponse(
        {"results": [{"value": str(one.pk), "label": organisation_words(one), "note": ""} for one in found]}
    )
