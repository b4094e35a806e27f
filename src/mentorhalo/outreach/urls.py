from django.urls import URLPattern, path

from .views import subscribing

app_name = "outreach"

SUBSCRIBING: list[URLPattern] = [
    path("subscribe/", subscribing.subscribe, name="subscribe"),
    path("subscribe/sent/", subscribing.subscribe_sent, name="subscribe_sent"),
    path("subscribe/confirm/<str:token>/", subscribing.confirm, name="confirm"),
    path("subscribe/decline/<str:token>/", subscribing.decline, name="decline"),
    path("mine/", subscribing.mine, name="mine"),
    path("mine/link/", subscribing.ask_own_link, name="ask_own_link"),
    path("mine/<str:key>/", subscribing.own, name="own"),
    path("mine/<str:key>/leave/", subscribing.own_leave, name="own_leave"),
    path("mine/<str:key>/data/", subscribing.own_data_file, name="own_data"),
    path("mine/<str:key>/erase/", subscribing.own_erase, name="own_erase"),
]
CONSENTS: list[URLPattern] = []
ACTS: list[URLPattern] = []
LETTERS: list[URLPattern] = []  # composing, archive
SENDING: list[URLPattern] = []  # sending, unsubscribing, what providers tell

urlpatterns: list[URLPattern] = [*SUBSCRIBING, *CONSENTS, *ACTS, *LETTERS, *SENDING]
