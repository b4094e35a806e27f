"""WSGI entry point: `granian --interface wsgi mentorhalo.config.wsgi:application`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorhalo.config.settings")
# Behind a proxy all visitors would come from its one address, and share what one of them may do in an hour.
application = wrap_wsgi_with_proxy_headers(get_wsgi_application(), trusted_hosts=settings.TRUSTED_PROXIES)
