"""The security headers that Django and django-csp do not set by themselves."""

from django.conf import settings

FERMEES = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)
POLITIQUE = ", ".join(f"{nom}=()" for nom in FERMEES)


INCONNU = "5"
"""Seconds; `Retry-After` where what refused does not know better."""


class Entetes:
    """Middleware: a closed Permissions-Policy, resources for this origin only, errors that nobody keeps."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        reponse = self.get_response(request)
        reponse.setdefault("Permissions-Policy", POLITIQUE)
        connu = settings.SESSION_COOKIE_NAME in request.COOKIES
        if connu and not request.path.startswith(settings.STATIC_URL):
            reponse.setdefault("Cache-Control", "private, no-store")
        if reponse.status_code >= 400:
            reponse.setdefault("Cache-Control", "no-store")
        if reponse.status_code in (429, 503):
            reponse.setdefault("Retry-After", INCONNU)
        reponse.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return reponse
