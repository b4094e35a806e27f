from django.urls import URLPattern, path

from .views import obligation_rules, obligations, phases

app_name = "processes"

phase_urls: list[URLPattern] = [
    path("", phases.processes, name="processes"),
    path("open/<uuid:pk>/", phases.open_process, name="open_process"),
    path("<uuid:pk>/", phases.process, name="process"),
    path("<uuid:pk>/revise/", phases.revise_process, name="revise_process"),
    path("<uuid:pk>/end/", phases.end_process, name="end_process"),
    path("phases/<uuid:pk>/begin/", phases.begin_phase, name="begin_phase"),
    path("phases/<uuid:pk>/complete/", phases.complete_phase, name="complete_phase"),
    path("phases/<uuid:pk>/reopen/", phases.reopen_phase, name="reopen_phase"),
]
obligation_urls: list[URLPattern] = [
    path("grants/", obligations.grants, name="grants"),
    path("grants/<uuid:pk>/", obligations.obligations, name="obligations"),
    path("grants/<uuid:pk>/pack/", obligations.order_pack, name="order_pack"),
    path("packs/<uuid:pk>/", obligations.pack, name="pack"),
    path("packs/<uuid:pk>/file/", obligations.pack_file, name="pack_file"),
    path("obligations/<uuid:pk>/entry/", obligations.by_entry, name="fulfil_by_entry"),
    path("obligations/<uuid:pk>/document/", obligations.by_document, name="fulfil_by_document"),
    path("obligations/<uuid:pk>/file/", obligations.document, name="obligation_file"),
    path("obligations/<uuid:pk>/take-back/", obligations.take_back, name="take_back"),
    path("obligations/<uuid:pk>/exception/", obligations.ask_exception, name="ask_exception"),
    path("obligations/<uuid:pk>/decide/", obligations.decide_exception, name="decide_exception"),
    path("calls/", obligation_rules.calls, name="obligation_calls"),
    path("calls/<uuid:pk>/", obligation_rules.rules, name="obligation_rules"),
    path("calls/<uuid:pk>/new/", obligation_rules.add_rule, name="add_rule"),
    path("rules/<uuid:pk>/", obligation_rules.change_rule, name="change_rule"),
]

urlpatterns: list[URLPattern] = [*phase_urls, *obligation_urls]
