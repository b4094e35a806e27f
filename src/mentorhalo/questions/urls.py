from django.urls import URLPattern

app_name = "questions"

public_urls: list[URLPattern] = []

desk_urls: list[URLPattern] = []

urlpatterns: list[URLPattern] = [*desk_urls, *public_urls]
