from django.urls import URLPattern, path

from ..views import week_desk, week_own, week_public

week_urls: list[URLPattern] = [
    path("week/", week_public.week, name="week"),
    path("week/<int:year>/", week_public.week, name="week_of"),
    path("week/<int:year>/join/", week_public.join, name="week_join"),
    path("week/joined/", week_public.joined, name="week_joined"),
    path("week/invited/<str:key>/", week_public.invited, name="week_invited"),
    path("week/poster/<uuid:pk>.pdf", week_public.poster, name="week_poster"),
    path("week/own/<str:key>/", week_own.own, name="week_own"),
    path("week/own/<str:key>/confirm/", week_own.confirm, name="week_confirm"),
    path("week/own/<str:key>/send/", week_own.send, name="week_send"),
    path("week/own/<str:key>/withdraw/", week_own.withdraw, name="week_withdraw"),
    path("week/own/<str:key>/programme/", week_own.add, name="week_add"),
    path("week/own/<str:key>/programme/<uuid:pk>/", week_own.revise, name="week_programme"),
    path("week/own/<str:key>/programme/<uuid:pk>/copy/", week_own.copy, name="week_copy"),
    path("week/own/<str:key>/programme/<uuid:pk>/drop/", week_own.drop, name="week_drop"),
    path("week/own/<str:key>/programme/<uuid:pk>/cancel/", week_own.cancel, name="week_cancel"),
    path("week/own/<str:key>/programme/<uuid:pk>/report/", week_own.report, name="week_report"),
    path("week/desk/", week_desk.desk, name="week_desk"),
    path("week/desk/<uuid:pk>/", week_desk.check, name="week_check"),
    path("week/desk/<uuid:pk>/accept/", week_desk.accept, name="week_accept"),
    path("week/desk/<uuid:pk>/return/", week_desk.send_back, name="week_return"),
    path("week/desk/<uuid:pk>/mentor/", week_desk.name_mentor, name="week_name_mentor"),
    path("week/desk/<uuid:pk>/answer/", week_desk.answer, name="week_answer"),
    path("week/mine/", week_desk.mine, name="week_mine"),
    path("week/mine/invite/", week_desk.invite, name="week_invite"),
    path("week/funnel/", week_desk.funnel, name="week_funnel"),
    path("week/edition/", week_desk.open_edition, name="week_open"),
    path("week/edition/<uuid:pk>/", week_desk.revise_edition, name="week_revise"),
]
