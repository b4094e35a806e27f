from django.urls import path

from mentorhalo.core import views
from mentorhalo.core.mailbox import pages as mail_pages
from mentorhalo.core.search import pages as search_pages
from mentorhalo.core.work import pages as work_pages

app_name = "core"

urlpatterns = [
    path("health/", work_pages.health, name="health"),
    path("work/", work_pages.work, name="work"),
    path("work/<uuid:task_id>/", work_pages.work_deed, name="work_deed"),
    path("work/letters/", work_pages.letters, name="letters"),
    path("work/mail/", mail_pages.inbound, name="inbound"),
    path("work/mail/<uuid:pk>/", mail_pages.inbound_message, name="inbound_message"),
    path("work/mail/<uuid:pk>/deed/", mail_pages.inbound_deed, name="inbound_deed"),
    path("search/", search_pages.search_page, name="search"),
    path("style/", views.style, name="style"),
    path("style/places/", views.sample_places, name="sample_places"),
    path("style/shapes/", views.sample_shapes, name="sample_shapes"),
]
