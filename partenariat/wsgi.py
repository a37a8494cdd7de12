"""The WSGI application that granian serves."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partenariat.settings")
os.environ.setdefault("PROCESSUS", "web")

from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from partenariat.donnees.stockage import balayer
from partenariat.menage import menager
from partenariat.rodage import roder

application = get_wsgi_application()
menager()
roder()
# What a process that was killed left half written.
balayer(Path(settings.MEDIA_ROOT))
