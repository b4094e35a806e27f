from django.urls import path

from .views import gradings, network, observations, partnerships

app_name = "partnerships"

urlpatterns = [
    path("", partnerships.partnerships, name="partnerships"),
    path("new/", partnerships.open_partnership, name="open"),
    path("suggest/", partnerships.suggest_parties, name="suggest_parties"),
    path("<uuid:pk>/", partnerships.partnership, name="partnership"),
    path("<uuid:pk>/change/", partnerships.revise, name="revise"),
    path("<uuid:pk>/join/", partnerships.join, name="join"),
    path("<uuid:pk>/end/", partnerships.end, name="end"),
    path("<uuid:pk>/resume/", observations.resume, name="resume"),
    path("<uuid:pk>/observe/", observations.observe, name="observe"),
    path("<uuid:pk>/ask/", gradings.ask, name="ask"),
    path("network/", network.network, name="network"),
    path("network/matrix/", network.matrix, name="matrix"),
    path("network/measures/", network.measures, name="measures"),
    path("network/tie/", network.tie, name="tie"),
    path("network/data/", network.network_data, name="network_data"),
    path("network/ties.csv", network.ties_csv, name="ties_csv"),
    path("network/network.graphml", network.network_graphml, name="network_graphml"),
    path("network/measures.csv", network.measures_csv, name="measures_csv"),
    path("scales/", gradings.scales, name="scales"),
    path("scales/<slug:code>/rule/", gradings.publish_rule, name="publish_rule"),
    path("answer/<str:key>/", gradings.answer, name="answer"),
    path("askings/<uuid:pk>/", gradings.note_answer, name="note_answer"),
    path("members/<uuid:pk>/leave/", partnerships.leave, name="leave"),
    path("observations/<uuid:pk>/withdraw/", observations.withdraw, name="withdraw"),
    path("observations/<uuid:pk>/file/", observations.file, name="file"),
]
