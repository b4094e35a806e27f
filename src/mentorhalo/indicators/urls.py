from django.urls import path

from .views import figures, office

app_name = "indicators"

urlpatterns = [
    path("", figures.figures, name="figures"),
    path("compare/", office.compare, name="compare"),
    path("consistency/", office.consistent, name="consistency"),
    path("snapshots/<uuid:pk>/", office.snapshot, name="snapshot"),
    path("targets/<uuid:pk>/withdraw/", office.withdraw_target, name="withdraw_target"),
    path("<slug:code>/", figures.figure, name="figure"),
    path("<slug:code>/rule/", figures.rule, name="rule"),
    path("<slug:code>/rows/", figures.download, name="download"),
    path("<slug:code>/rows/<str:unit>/", figures.row, name="row"),
    path("<slug:code>/definition/", office.definition, name="definition"),
    path("<slug:code>/definition/begin/", office.begin_definition, name="begin_definition"),
    path("<slug:code>/definition/preview/", office.preview_definition, name="preview_definition"),
    path("<slug:code>/definition/publish/", office.publish_definition, name="publish_definition"),
    path("<slug:code>/definition/discard/", office.discard_definition, name="discard_definition"),
    path("<slug:code>/targets/", office.targets, name="targets"),
    path("<slug:code>/snapshots/", office.take_snapshot, name="take_snapshot"),
]
