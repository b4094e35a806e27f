"""WSGI entry point: `granian --interface wsgi mentorhalo.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorhalo.config.settings")
application = get_wsgi_application()
