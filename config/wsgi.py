"""The web application as a WSGI server (granian) finds it."""

import os

from django.core.wsgi import get_wsgi_application

from config.front import Front

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = Front(get_wsgi_application())
