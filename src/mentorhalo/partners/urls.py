from django.urls import URLPattern, path

from mentorhalo.core.import_pages import import_urls

from .choices import PartyType
from .views import cards, contacts, lists, merging, suggest, writing

app_name = "partners"


def party_urls(plural: str, party_type: PartyType) -> list[URLPattern]:
    """What organisations and communities have alike."""
    kind = {"party_type": party_type.value}
    return [
        path(
            f"{plural}/<uuid:pk>/contacts/new/", contacts.add_contact, kind, name=f"add_{party_type}_contact"
        ),
        path(f"{plural}/<uuid:pk>/merge/", merging.merge, kind, name=f"merge_{party_type}"),
        path(f"{plural}/<uuid:pk>/split/", merging.split, kind, name=f"split_{party_type}"),
    ]


urlpatterns: list[URLPattern] = [
    path("", lists.home, name="home"),
    path("organisations/", lists.organisations, name="organisations"),
    path("organisations/new/", writing.new_organisation, name="new_organisation"),
    path("organisations/<uuid:pk>/", cards.organisation, name="organisation"),
    path("organisations/<uuid:pk>/revise/", writing.revise_organisation, name="revise_organisation"),
    *party_urls("organisations", PartyType.ORGANISATION),
    path("communities/", lists.communities, name="communities"),
    path("communities/new/", writing.new_community, name="new_community"),
    path("communities/<uuid:pk>/", cards.community, name="community"),
    path("communities/<uuid:pk>/revise/", writing.revise_community, name="revise_community"),
    *party_urls("communities", PartyType.COMMUNITY),
    path("consortia/", lists.consortia, name="consortia"),
    path("consortia/new/", writing.new_consortium, name="new_consortium"),
    path("consortia/<uuid:pk>/", cards.consortium, name="consortium"),
    path("consortia/<uuid:pk>/revise/", writing.revise_consortium, name="revise_consortium"),
    path("contacts/<uuid:pk>/", contacts.revise_contact, name="revise_contact"),
    path("contacts/<uuid:pk>/end/", contacts.end_contact, name="end_contact"),
    path("contacts/<uuid:pk>/consent/", contacts.give_consent, name="give_contact_consent"),
    path("contacts/<uuid:pk>/withdraw/", contacts.withdraw_consent, name="withdraw_contact_consent"),
    path("contacts/<uuid:pk>/account/", contacts.let_represent, name="let_represent"),
    path("merges/<uuid:pk>/undo/", merging.undo_merge, name="undo_merge"),
    path("splits/<uuid:pk>/undo/", merging.undo_split, name="undo_split"),
    path("suggest/organisations/", suggest.organisations, name="suggest_organisations"),
    *import_urls("organisations", perm="partners.import"),
    *import_urls("communities", perm="partners.import"),
    *import_urls("consortia", perm="partners.import"),
]
