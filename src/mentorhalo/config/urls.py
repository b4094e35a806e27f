"""Every address of the house. Hungarian pages live at the root, English ones under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("openrosa/", include("mentorhalo.surveys.openrosa.urls")),
    path("api/v1/", include("mentorhalo.surveys.serving.urls")),
    path("", include("mentorhalo.knowledge.urls.open")),
    path("odata/v1/", include("mentorhalo.surveys.odata.urls")),
    *i18n_patterns(
        path("account/", include("allauth.urls")),
        path("people/", include("mentorhalo.accounts.urls")),
        path("territory/", include("mentorhalo.territory.urls")),
        path("programmes/", include("mentorhalo.programmes.urls")),
        path("evidence/", include("mentorhalo.evidence.urls")),
        path("network/", include("mentorhalo.network.urls")),
        path("partners/", include("mentorhalo.partners.urls")),
        path("surveys/", include("mentorhalo.surveys.urls")),
        path("mentoring/", include("mentorhalo.mentoring.urls")),
        path("registration/", include("mentorhalo.mentoring.registration_urls")),
        path("fill/", include("mentorhalo.surveys.urls.filling")),
        path("answer/", include("mentorhalo.surveys.urls.answering")),
        path("questions/", include("mentorhalo.questions.urls")),
        path("events/", include("mentorhalo.events.urls")),
        path("training/", include("mentorhalo.training.urls")),
        path("", include("mentorhalo.knowledge.urls")),
        path("processes/", include("mentorhalo.processes.urls")),
        path("outreach/", include("mentorhalo.outreach.urls")),
        path("partnerships/", include("mentorhalo.partnerships.urls")),
        path("figures/", include("mentorhalo.indicators.urls")),
        path("desk/", include("mentorhalo.desk.urls")),
        path("field/", include("mentorhalo.field.urls")),
        path("", include("mentorhalo.core.urls")),
        path("cms/", include("mentorhalo.website.cms")),
        path("documents/", include(wagtaildocs_urls)),
        path("", include("mentorhalo.website.urls")),
        path("", include("mentorhalo.website.pages_urls")),
        prefix_default_language=False,
    ),
]

handler400 = "mentorhalo.core.views.bad_request"
