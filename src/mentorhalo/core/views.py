from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from mentorhalo.core import sampler
from mentorhalo.core.doors import door
from mentorhalo.core.requests import HtmxRequest


@door("core.public")
def style(request: HtmxRequest) -> HttpResponse:
    """The living page of the look: every element at work."""
    if request.htmx:
        return render(request, "core/style.html#rule")
    form = sampler.VisitForm(request.POST or None, request.FILES or None)
    form.is_valid()
    return render(request, "core/style.html", sampler.content(request) | {"form": form})


@door("core.public")
def sample_places(request: HttpRequest) -> HttpResponse:
    """What a suggestion box asks for, over a handful of names."""
    return JsonResponse({"results": sampler.suggest(request.GET.get("q", ""))})


@door("core.public")
def sample_shapes(request: HttpRequest) -> HttpResponse:
    """The boundaries of the sample map."""
    return JsonResponse(sampler.shapes())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of a request that cannot be understood, or that is larger than we take."""
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    return render(request, f"{status}.html", status=status)
