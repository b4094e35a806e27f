from django.urls import URLPattern, path

from ..views import applications, project_readings, projects, projects_desk, under_contract

urlpatterns: list[URLPattern] = [
    path("projects/", projects.listed, name="projects"),
    path("projects/desk/", projects_desk.desk, name="projects_desk"),
    path("projects/suggest/", applications.suggest, name="suggest_project_partners"),
    path("projects/calls/new/", projects_desk.begin_call, name="begin_call"),
    path("projects/calls/<slug:code>/", projects.call, name="project_call"),
    path("projects/calls/<slug:code>/edit/", projects_desk.edit_call, name="edit_call"),
    path("projects/calls/<slug:code>/publish/", projects_desk.publish_call, name="publish_call"),
    path("projects/calls/<slug:code>/board/", projects_desk.board, name="call_board"),
    path("projects/calls/<slug:code>/apply/", applications.begin, name="apply"),
    path("projects/applications/<uuid:pk>/", applications.application, name="application"),
    path("projects/applications/<uuid:pk>/write/", applications.write, name="write_application"),
    path("projects/applications/<uuid:pk>/partners/", applications.partners, name="application_partners"),
    path(
        "projects/applications/<uuid:pk>/partners/remove/",
        applications.remove_partner,
        name="remove_application_partner",
    ),
    path("projects/applications/<uuid:pk>/hand-in/", applications.hand_in, name="hand_in_application"),
    path("projects/applications/<uuid:pk>/withdraw/", applications.withdraw, name="withdraw_application"),
    path(
        "projects/applications/<uuid:pk>/readers/", project_readings.ask_readers, name="ask_project_readers"
    ),
    path("projects/applications/<uuid:pk>/third/", project_readings.ask_third, name="ask_third_reader"),
    path("projects/applications/<uuid:pk>/read/", project_readings.read, name="read_application"),
    path("projects/applications/<uuid:pk>/talk/", project_readings.talk, name="settle_by_talk"),
    path("projects/applications/<uuid:pk>/decide/", projects_desk.decide, name="decide_application"),
    path("projects/applications/<uuid:pk>/contract/", projects_desk.contract, name="sign_contract"),
    path("projects/applications/<uuid:pk>/milestones/", under_contract.milestone, name="add_milestone"),
    path("projects/applications/<uuid:pk>/spending/", under_contract.spending, name="record_spending"),
    path("projects/applications/<uuid:pk>/partner-leaves/", under_contract.leaving, name="partner_leaves"),
    path("projects/applications/<uuid:pk>/report/", under_contract.report, name="project_report"),
    path("projects/applications/<uuid:pk>/return/", under_contract.return_report, name="return_report"),
    path("projects/applications/<uuid:pk>/complete/", under_contract.complete, name="complete_project"),
    path("projects/applications/<uuid:pk>/end/", under_contract.end, name="end_project"),
    path("projects/milestones/<uuid:pk>/done/", under_contract.done, name="complete_milestone"),
    path("projects/milestones/<uuid:pk>/proof/", under_contract.proof, name="milestone_proof"),
    path("projects/<str:code>/", projects.project, name="project"),
]
