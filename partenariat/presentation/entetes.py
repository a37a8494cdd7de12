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


class Entetes:
    """Middleware: a closed Permissions-Policy, and resources for this origin only."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        reponse = self.get_response(request)
        reponse.setdefault("Permissions-Policy", POLITIQUE)
        connu = settings.SESSION_COOKIE_NAME in request.COOKIES
        if connu and not request.path.startswith(settings.STATIC_URL):
            reponse.setdefault("Cache-Control", "private, no-store")
        reponse.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return reponse
