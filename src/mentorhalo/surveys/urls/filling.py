"""Questionnaires filled with an account: begun, gone on with, looked through, sent."""

from django.urls import path

from ..views import filling as views
from ..views import inviting, unit_links

app_name = "filling"
urlpatterns = [
    path("", views.home, name="home"),
    path("begin/<uuid:instrument>/", views.begin, name="begin"),
    path("correct/<uuid:pk>/", views.correct, name="correct"),
    path("try/<uuid:pk>/", views.preview, name="preview"),
    path("try/<uuid:pk>/package/", views.preview_package, name="preview_package"),
    path("try/<uuid:pk>/media/<uuid:file>/", views.preview_media, name="preview_media"),
    path("links/<uuid:pk>/", inviting.links, name="links"),
    path("links/<uuid:pk>/units/", unit_links.unit_links, name="unit_links"),
    path("links/<uuid:pk>/units/file/", unit_links.unit_links_file, name="unit_links_file"),
    path("links/for/<uuid:pk>/", unit_links.unit_link, name="unit_link"),
    path("links/<uuid:pk>/revoke/", inviting.revoke, name="revoke"),
    path("links/<uuid:pk>/revoke-untouched/", inviting.revoke_untouched, name="revoke_untouched"),
    path("<uuid:pk>/", views.fill, name="fill"),
    path("<uuid:pk>/package/", views.package, name="package"),
    path("<uuid:pk>/keep/", views.keep, name="keep"),
    path("<uuid:pk>/file/", views.file, name="file"),
    path("<uuid:pk>/files/<uuid:file>/", views.draft_file, name="draft_file"),
    path("<uuid:pk>/media/<uuid:file>/", views.media, name="media"),
    path("<uuid:pk>/look-through/", views.review, name="review"),
    path("<uuid:pk>/send/", views.send, name="send"),
    path("<uuid:pk>/discard/", views.discard, name="discard"),
]
