"""What a mail provider tells of letters: its own format and signature are read by django-anymail, the rest is ours."""

from importlib import import_module

from anymail.webhooks.base import AnymailBaseWebhookView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from mentorhalo.core.doors import door


@csrf_exempt  # providers sign what they tell
@door("outreach.tell_events")
def provider_events(request: HttpRequest, provider: str) -> HttpResponse:
    """404 for all but the provider that is set; without a secret nobody is believed."""
    if not settings.MAIL_PROVIDER or provider != settings.MAIL_PROVIDER or not settings.ANYMAIL:
        raise Http404
    response: HttpResponse = _view_of(provider).as_view()(request)
    return response


def _view_of(provider: str) -> type[AnymailBaseWebhookView]:
    """The tracking view of `anymail.webhooks.<provider>`, by its name there."""
    module = import_module(f"anymail.webhooks.{provider.replace('-', '_')}")
    for name, view in vars(module).items():
        is_own = getattr(view, "__module__", "") == module.__name__
        if is_own and name.endswith(("TrackingWebhookView", "CombinedWebhookView")):
            found: type[AnymailBaseWebhookView] = view
            return found
    raise Http404
