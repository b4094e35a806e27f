from .occasions import occasion_urls
from .week import week_urls

app_name = "events"

urlpatterns = [*occasion_urls, *week_urls]
