from django.urls import URLPattern, path

from ..views import booklets, shelves

urlpatterns: list[URLPattern] = [
    path("practices/shelves/another/", shelves.another, name="another_shelf"),
    path("practices/shelves/own/<str:key>/", shelves.own, name="own_shelf"),
    path("practices/shelves/<str:key>/", shelves.shelf, name="shelf"),
    path("practices/shelves/<str:key>/words/", shelves.words, name="shelf_words"),
    path("practices/shelves/<str:key>/take-off/", shelves.take_off, name="take_off_shelf"),
    path("practices/booklets/", booklets.order, name="order_booklet"),
    path("practices/booklets/<str:key>/", booklets.booklet, name="booklet"),
    path("practices/booklets/<str:key>/booklet.pdf", booklets.file, name="booklet_file"),
    path("practices/<str:code>/shelve/", shelves.put, name="put_on_shelf"),
]
