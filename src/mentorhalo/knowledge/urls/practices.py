from django.urls import URLPattern, path

from ..views import practice_adoptions, practice_deeds, practice_links, practice_work, practices

work_urls: list[URLPattern] = [
    path("practices/work/", practice_work.work_list, name="work_list"),
    path("practices/work/new/", practice_work.new, name="practice_new"),
    path("practices/work/editors/", practice_deeds.editors, name="editors"),
    path("practices/work/editors/<int:pk>/close/", practice_deeds.close_editor, name="close_editor"),
    path("practices/work/<uuid:pk>/", practice_work.work, name="work"),
    path("practices/work/<uuid:pk>/write/", practice_work.write, name="write"),
    path("practices/work/<uuid:pk>/translate/", practice_work.translate, name="translate"),
    path("practices/work/<uuid:pk>/compare/", practice_work.compare, name="compare"),
    path("practices/work/<uuid:pk>/propose/", practice_work.propose, name="propose"),
    path("practices/work/<uuid:pk>/check/", practice_deeds.check, name="check"),
    path("practices/work/<uuid:pk>/ask-again/", practice_deeds.ask_again, name="ask_again"),
    path("practices/work/<uuid:pk>/return/", practice_deeds.give_back, name="give_back"),
    path("practices/work/<uuid:pk>/reject/", practice_deeds.reject, name="reject"),
    path("practices/work/<uuid:pk>/duplicate/", practice_deeds.duplicate, name="duplicate"),
    path("practices/work/<uuid:pk>/variant/", practice_deeds.variant, name="variant"),
    path("practices/work/<uuid:pk>/withdraw/", practice_deeds.withdraw, name="withdraw"),
    path("practices/work/<uuid:pk>/take/", practice_deeds.take, name="take"),
    path("practices/work/<uuid:pk>/review/", practice_deeds.review, name="review"),
    path("practices/work/<uuid:pk>/publish/", practice_deeds.publish, name="publish"),
    path("practices/work/<uuid:pk>/take-down/", practice_deeds.take_down, name="take_down"),
]

link_urls: list[URLPattern] = [
    path("practices/offer/", practice_links.offer, name="offer"),
    path("practices/offer/sent/", practice_links.offer_sent, name="offer_sent"),
    path("practices/offered/<str:key>/", practice_links.offered, name="offered"),
    path("practices/offered/<str:key>/deed/", practice_links.offered_deed, name="offered_deed"),
    path("practices/consent/<str:key>/", practice_links.consent, name="consent"),
    path("practices/consent/<str:key>/mend/", practice_links.consent_mend, name="consent_mend"),
    path("practices/consent/<str:key>/deed/", practice_links.consent_deed, name="consent_deed"),
]

urlpatterns: list[URLPattern] = [
    path("practices/", practices.listed, name="practices"),
    *work_urls,
    *link_urls,
    path("practices/adoptions/<str:key>/", practice_adoptions.adopter, name="adopter"),
    path("practices/adoptions/<str:key>/deed/", practice_adoptions.adopter_deed, name="adopter_deed"),
    path("practices/adoptions/<str:key>/owner/", practice_adoptions.owner, name="adoption_owner"),
    path("practices/<str:code>/", practices.practice, name="practice"),
    path("practices/<str:code>/card.pdf", practices.card, name="practice_card"),
    path("practices/<str:code>/adopt/", practice_adoptions.adopt, name="adopt"),
    path("practices/<str:code>/adopt/sent/", practice_adoptions.sent, name="adopt_sent"),
    path("practices/<str:code>/renew/", practice_work.renew, name="renew"),
]
