from django.urls import path

from ..views import codebooks, data

urlpatterns = [
    path("studies/<uuid:pk>/data/", data.study_data, name="study_data"),
    path("studies/<uuid:pk>/data/keys/make/", data.make_data_key, name="make_data_key"),
    path("data-keys/<uuid:pk>/revoke/", data.revoke_data_key, name="revoke_data_key"),
    path("instruments/<uuid:pk>/data/", data.data, name="data"),
    path("instruments/<uuid:pk>/data/order/", data.order_export, name="order_export"),
    path("instruments/<uuid:pk>/codebook/", codebooks.codebook, name="codebook"),
    path("instruments/<uuid:pk>/codebook.xml", codebooks.codebook_xml, name="codebook_xml"),
    path("instruments/<uuid:pk>/scripts/<slug:kind>/", codebooks.script, name="script"),
    path("exports/<uuid:pk>/", data.export, name="export"),
    path("exports/<uuid:pk>/file/", data.export_file, name="export_file"),
]
