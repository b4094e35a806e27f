from django.urls import URLPattern, path

from mentorhalo.core.import_pages import import_urls

from .views import acts, archive, composing, consents, sending, subscribing, trying, unsubscribe, webhooks

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
CONSENTS: list[URLPattern] = [
    path("consents/", consents.consents, name="consents"),
    path("consents/export/", consents.export_consents, name="export_consents"),
    path("consents/<uuid:pk>/", consents.consent, name="consent"),
    path("consents/<uuid:pk>/withdraw/", consents.withdraw, name="withdraw_consent"),
    path("contacts/<uuid:pk>/consent/", consents.record_consent, name="record_consent"),
    *import_urls("addresses", perm="outreach.import"),
]
ACTS: list[URLPattern] = [
    path("acts/", acts.acts, name="acts"),
    path("acts/new/", acts.log, name="log_act"),
    path("acts/<uuid:pk>/", acts.act, name="act"),
    path("acts/<uuid:pk>/correct/", acts.correct, name="correct_act"),
    path("acts/<uuid:pk>/withdraw/", acts.withdraw, name="withdraw_act"),
    path("acts/<uuid:pk>/file/", acts.act_file, name="act_file"),
]
LETTERS: list[URLPattern] = [
    path("letters/", composing.issues, name="issues"),
    path("letters/new/", composing.start_issue, name="start_issue"),
    path("letters/pictures/", composing.suggest_pictures, name="suggest_pictures"),
    path("letters/<uuid:pk>/", composing.issue, name="issue"),
    path("letters/<uuid:pk>/write/", composing.write, name="write"),
    path("letters/<uuid:pk>/drop/", composing.drop_text, name="drop_text"),
    path("letters/<uuid:pk>/settings/", composing.issue_settings, name="issue_settings"),
    path("letters/<uuid:pk>/copy/", composing.copy_issue, name="copy_issue"),
    path("letters/<uuid:pk>/discard/", composing.discard_issue, name="discard_issue"),
    path("letters/<uuid:pk>/preview/", trying.preview, name="preview"),
    path("letters/<uuid:pk>/preview/letter/", trying.preview_letter, name="preview_letter"),
    path("letters/<uuid:pk>/audience/", trying.audience, name="audience"),
    path("letters/<uuid:pk>/trial/", trying.trial, name="trial"),
    path("letter/<uuid:pk>/<str:language>/", archive.letter, name="letter"),
    path("newsletter/", archive.archive, name="archive"),
    path("newsletter/feed/", archive.feed, name="archive_feed"),
    path("newsletter/feed.<str:kind>", archive.feed, name="archive_feed_as"),
    path("newsletter/pictures/<int:pk>/", archive.picture, name="picture"),
    path("newsletter/<slug:slug>/", archive.archived, name="archived"),
]
SENDING: list[URLPattern] = [  # sending, unsubscribing, what providers tell
    path("letters/<uuid:pk>/sending/", sending.sending, name="sending"),
    path("letters/<uuid:pk>/sending/plan/", sending.plan_sending, name="plan_sending"),
    path("letters/<uuid:pk>/sending/start/", sending.start_sending, name="start_sending"),
    path("letters/<uuid:pk>/sending/pause/", sending.pause_sending, name="pause_sending"),
    path("letters/<uuid:pk>/sending/resume/", sending.resume_sending, name="resume_sending"),
    path("letters/<uuid:pk>/sending/stop/", sending.stop_sending, name="stop_sending"),
    path("letters/<uuid:pk>/sending/call-off/", sending.call_off_plan, name="call_off_plan"),
    path("letters/<uuid:pk>/deliveries/", sending.deliveries, name="deliveries"),
    path("deliveries/<int:pk>/repeat/", sending.repeat_delivery, name="repeat_delivery"),
    path("u/<str:token>/", unsubscribe.leave, name="leave"),
    path("events/<slug:provider>/", webhooks.provider_events, name="provider_events"),
]

urlpatterns: list[URLPattern] = [*SUBSCRIBING, *CONSENTS, *ACTS, *LETTERS, *SENDING]
