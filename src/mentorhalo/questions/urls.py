from django.urls import URLPattern, path

from .views import asking, feeds, own, public

app_name = "questions"

public_urls: list[URLPattern] = [
    path("", public.published, name="public"),
    path("feed/", feeds.feed, name="feed"),
    path("experts/", public.experts, name="experts"),
    path("experts/<uuid:pk>/", public.expert, name="expert"),
    path("answers/<slug:slug>/", public.public_question, name="public_question"),
    path("answers/<slug:slug>/vote/", public.vote, name="vote"),
    path("ask/", asking.ask, name="ask"),
    path("ask/similar/", asking.similar, name="similar"),
    path("ask/sent/", asking.asked, name="asked"),
    path("mine/", asking.mine, name="mine"),
    path("own/<str:key>/", own.own, name="own"),
    path("own/<str:key>/confirm/", own.confirm, name="confirm"),
    path("own/<str:key>/word/", own.word, name="word"),
    path("own/<str:key>/leave/", own.leave, name="leave"),
    path("own/<str:key>/withdraw/", own.withdraw, name="withdraw"),
    path("own/<str:key>/erase/", own.erase, name="erase"),
    path("own/<str:key>/judge/", own.judge, name="judge"),
]

desk_urls: list[URLPattern] = []

urlpatterns: list[URLPattern] = [*desk_urls, *public_urls]
