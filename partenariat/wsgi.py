"""The WSGI application that granian serves."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partenariat.settings")
os.environ.setdefault("PROCESSUS", "web")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
