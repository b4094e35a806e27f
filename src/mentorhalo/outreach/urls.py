from django.urls import URLPattern

app_name = "outreach"

SUBSCRIBING: list[URLPattern] = []
CONSENTS: list[URLPattern] = []
ACTS: list[URLPattern] = []
LETTERS: list[URLPattern] = []  # composing, archive
SENDING: list[URLPattern] = []  # sending, unsubscribing, what providers tell

urlpatterns: list[URLPattern] = [*SUBSCRIBING, *CONSENTS, *ACTS, *LETTERS, *SENDING]
