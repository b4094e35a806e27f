from django.urls import URLPattern, path

from ..views import methods, methods_desk

urlpatterns: list[URLPattern] = [
    path("methods/", methods.listed, name="methods"),
    path("methods/desk/", methods_desk.desk, name="methods_desk"),
    path("methods/desk/new/", methods_desk.begin, name="begin_method"),
    path("methods/desk/<uuid:pk>/", methods_desk.version, name="method_version"),
    path("methods/desk/<uuid:pk>/write/", methods_desk.write, name="write_method"),
    path("methods/desk/<uuid:pk>/hand-in/", methods_desk.hand_in, name="hand_in_method"),
    path("methods/desk/<uuid:pk>/take-back/", methods_desk.take_back, name="take_back_method"),
    path("methods/desk/<uuid:pk>/discard/", methods_desk.discard, name="discard_method"),
    path("methods/desk/<uuid:pk>/review/", methods_desk.review, name="review_method"),
    path("methods/<slug:code>/", methods.method, name="method"),
    path("methods/<slug:code>/compare/", methods.compare, name="compare_method"),
    path("methods/<slug:code>/next/", methods_desk.begin_version, name="begin_method_version"),
    path("methods/<slug:code>/topics/", methods_desk.topics, name="method_topics"),
    path("methods/<slug:code>/withdraw/", methods_desk.withdraw, name="withdraw_method"),
    path("methods/<slug:code>/offer/", methods_desk.offer_again, name="offer_method_again"),
    path("methods/<slug:code>/<str:language>/<int:number>/", methods.locked_version, name="locked_method"),
]
