from .occasions import occasion_urls

app_name = "events"

urlpatterns = [*occasion_urls]
