"""What suggestion boxes of this room ask for: `?q=typed`."""

from django.http import HttpRequest, JsonResponse

from mentorhalo.core.doors import door

from ..queries.records import find_communities, find_organisations


@door("mentoring.view")
def communities(request: HttpRequest) -> JsonResponse:
    found = find_communities(request.GET.get("q", ""))
    results = [{"value": str(one.pk), "label": one.name, "note": one.settlement.name} for one in found]
    return JsonResponse({"results": results})


@door("mentoring.view")
def organisations(request: HttpRequest) -> JsonResponse:
    found = find_organisations(request.GET.get("q", ""))
    results = [{"value": str(one.pk), "label": one.name, "note": one.settlement.name} for one in found]
    return JsonResponse({"results": results})
