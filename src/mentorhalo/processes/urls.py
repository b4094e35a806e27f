from django.urls import URLPattern, path

from .views import (
    assets,
    boards,
    dimensions,
    evaluations,
    interviews,
    obligation_rules,
    obligations,
    offers,
    phases,
    plans,
    pool,
    swot,
    words,
)

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
plan_urls: list[URLPattern] = [
    path("<uuid:pk>/plan/", plans.plan, name="plan"),
    path("<uuid:pk>/plan/new/", plans.add_item, name="add_plan_item"),
    path("<uuid:pk>/plan/link/", plans.renew_link, name="renew_calendar_link"),
    path("plan/<uuid:pk>/", plans.write_item, name="write_plan_item"),
    path("plan/<uuid:pk>/begin/", plans.begin_item, name="begin_plan_item"),
    path("plan/<uuid:pk>/done/", plans.complete_item, name="complete_plan_item"),
    path("plan/<uuid:pk>/drop/", plans.drop_item, name="drop_plan_item"),
    path("calendar/<str:key>/", plans.calendar, name="calendar"),
]
swot_urls: list[URLPattern] = [
    path("<uuid:pk>/swot/", swot.sessions, name="swot_sessions"),
    path("<uuid:pk>/swot/new/", swot.open_session, name="open_swot"),
    path("<uuid:pk>/swot/compare/", swot.compare, name="compare_swot"),
    path("<uuid:pk>/strengths/", swot.strengths, name="strengths"),
    path("swot/<uuid:pk>/", swot.session, name="swot_session"),
    path("swot/<uuid:pk>/close/", swot.close, name="close_swot"),
    path("swot/<uuid:pk>/reopen/", swot.reopen, name="reopen_swot"),
    path("swot/<uuid:pk>/flipchart/", swot.keep_flipchart, name="keep_flipchart"),
    path("swot/<uuid:pk>/flipchart/file/", swot.flipchart, name="flipchart"),
    path("swot/items/<uuid:pk>/plan/", swot.plan_from_strength, name="plan_from_strength"),
    path("boards/<str:key>/", boards.board, name="board"),
    path("boards/<str:key>/state/", boards.state, name="board_state"),
    path("boards/<str:key>/put/", boards.put, name="put_on_board"),
    path("boards/<str:key>/vote/", boards.vote, name="vote_on_board"),
    path("boards/<str:key>/remove/", boards.remove, name="remove_from_board"),
]
evaluation_urls: list[URLPattern] = [
    path("<uuid:pk>/evaluations/", evaluations.evaluations, name="evaluations"),
    path("<uuid:pk>/evaluations/new/", evaluations.open_evaluation, name="open_evaluation"),
    path("<uuid:pk>/evaluations/own/", evaluations.open_self_evaluation, name="open_self_evaluation"),
    path("evaluations/<uuid:pk>/", evaluations.evaluation, name="evaluation"),
    path("evaluations/<uuid:pk>/write/", evaluations.write_evaluation, name="write_evaluation"),
    path("evaluations/<uuid:pk>/close/", evaluations.close_evaluation, name="close_evaluation"),
    path("dimensions/", dimensions.dimensions, name="dimensions"),
    path("dimensions/new/", dimensions.add_dimension, name="add_dimension"),
    path("dimensions/<uuid:pk>/", dimensions.reword_dimension, name="reword_dimension"),
    path("dimensions/<uuid:pk>/retire/", dimensions.retire_dimension, name="retire_dimension"),
    path("conditions/<int:pk>/", dimensions.set_condition, name="set_condition"),
]
interview_urls: list[URLPattern] = [
    path("<uuid:pk>/interviews/", interviews.interviews, name="interviews"),
    path("<uuid:pk>/interviews/new/", interviews.record_interview, name="record_interview"),
    path("interviews/<uuid:pk>/", interviews.interview, name="interview"),
    path("interviews/<uuid:pk>/themes/", interviews.set_themes, name="set_themes"),
    path("interviews/<uuid:pk>/respondent/", interviews.respondent, name="respondent"),
    path("interviews/<uuid:pk>/withdraw/", interviews.withdraw, name="withdraw_interview"),
]
asset_urls: list[URLPattern] = [
    path("<uuid:pk>/assets/", assets.assets, name="assets"),
    path("<uuid:pk>/assets/file/", assets.assets_file, name="assets_file"),
    path("<uuid:pk>/assets/new/", assets.add_asset, name="add_asset"),
    path("assets/<uuid:pk>/", assets.write_asset, name="write_asset"),
    path("assets/<uuid:pk>/seen/", assets.confirm_asset, name="confirm_asset"),
    path("assets/<uuid:pk>/end/", assets.end_asset, name="end_asset"),
    path("assets/<uuid:pk>/there/", assets.resume_asset, name="resume_asset"),
    path("assets/<uuid:pk>/remove/", assets.remove_asset, name="remove_asset"),
]
pool_urls: list[URLPattern] = [
    path("pool/", pool.pool, name="pool"),
    path("pool/<uuid:pk>/", pool.pool_offer, name="pool_offer"),
    path("pool/own/<str:key>/", pool.own_offer, name="own_offer"),
    path("pool/own/<str:key>/withdraw/", pool.withdraw_own_offer, name="withdraw_own_offer"),
    path("pool/own/<str:key>/name/", pool.hide_own_name, name="hide_own_name"),
    path("<uuid:pk>/pool/", offers.offers, name="offers"),
    path("<uuid:pk>/pool/new/", offers.record_offer, name="record_offer"),
    path("offers/<uuid:pk>/", offers.offer, name="offer"),
    path("offers/<uuid:pk>/change/", offers.revise_offer, name="revise_offer"),
    path("offers/<uuid:pk>/person/", offers.revise_person, name="revise_offer_person"),
    path("offers/<uuid:pk>/on/", offers.prolong_offer, name="prolong_offer"),
    path("offers/<uuid:pk>/withdraw/", offers.withdraw_offer, name="withdraw_offer"),
    path("pool/questions/<uuid:pk>/", offers.pass_on, name="pass_on"),
]
word_urls: list[URLPattern] = [
    path("words/", words.words, name="words"),
    path("words/<slug:kind>/new/", words.add_term, name="add_term"),
    path("words/<slug:kind>/<int:pk>/", words.reword_term, name="reword_term"),
    path("words/<slug:kind>/<int:pk>/offer/", words.offer_term, name="offer_term"),
    path("consents/<slug:purpose>/", words.publish_wording, name="publish_wording"),
]

urlpatterns: list[URLPattern] = [
    *word_urls,
    *pool_urls,
    *asset_urls,
    *phase_urls,
    *obligation_urls,
    *plan_urls,
    *swot_urls,
    *evaluation_urls,
    *interview_urls,
]
