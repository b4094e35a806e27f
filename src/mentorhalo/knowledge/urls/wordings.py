from django.urls import URLPattern, path

from ..views import wordings

urlpatterns: list[URLPattern] = [
    path("practices/work/words/", wordings.words, name="practice_words"),
    path("practices/work/words/criteria/new/", wordings.add_criterion, name="add_criterion"),
    path("practices/work/words/criteria/<slug:code>/", wordings.reword_criterion, name="reword_criterion"),
    path(
        "practices/work/words/criteria/<slug:code>/retire/",
        wordings.retire_criterion,
        name="retire_criterion",
    ),
    path("practices/work/words/lists/<slug:kind>/new/", wordings.add_term, name="add_term"),
    path("practices/work/words/lists/<slug:code>/", wordings.revise_term, name="revise_term"),
    path("practices/work/words/bands/<slug:kind>/new/", wordings.add_band, name="add_band"),
    path("practices/work/words/bands/<slug:kind>/<slug:code>/", wordings.revise_band, name="revise_band"),
    path("practices/work/words/consent/new/", wordings.word_consent, name="word_consent"),
    path("practices/work/words/consent/<int:number>/drop/", wordings.drop_wording, name="drop_wording"),
]
