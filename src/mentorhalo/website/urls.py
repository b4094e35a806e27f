from django.urls import path

from . import accessibility, feeds, sitemaps, views

app_name = "website"

urlpatterns = [
    path("", views.home, name="home"),
    path("mentor-network/", views.network, name="network"),
    path("counties/<str:code>/", views.county, name="county"),
    path("mentors/", views.mentors, name="mentors"),
    path("mentors/<uuid:pk>/", views.mentor, name="mentor"),
    path("files/<int:pk>/", views.document, name="document"),
    path("pictures/<path:name>", views.picture, name="picture"),
    path("news.<str:kind>", feeds.news, name="news_feed"),
    path("sitemap.xml", sitemaps.index, name="sitemaps"),
    path("sitemap-<str:section>.xml", sitemaps.section, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("accessibility/", accessibility.statement, name="accessibility"),
    path("accessibility/feedback/", accessibility.feedback, name="feedback"),
    path("_util/login/", views.sign_in, name="sign_in"),
]
