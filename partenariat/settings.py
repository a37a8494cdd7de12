"""Settings: one file; what differs from one machine to another comes from the environment (README)."""

import os
from pathlib import Path

import pghistory
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from partenariat.donnees.antememoire import sans_tomber
from partenariat.environnement import (
    adresse_admin,
    adresse_publique,
    contacts,
    env,
    hotes,
    requis,
    role_web,
)
from partenariat.lancement.embarque import DONNEES

RACINE = Path(__file__).resolve().parent.parent

# lxml comes with pikepdf; the workbooks are written as they were before it, byte for byte.
os.environ.setdefault("OPENPYXL_LXML", "False")

# The web server answers people who wait; a command may take its time.
WEB = env.str("PROCESSUS", "") == "web"

# The launcher's word that this process is to end soon (partenariat/lancement/serveur.py).
FERMETURE = Path(fermeture) if (fermeture := env.str("PARTENARIAT_FERMETURE", "")) else None

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = requis("SECRET_KEY", "une longue valeur aléatoire et secrète; « make run » en crée une")
# While a key is being changed: what the former ones signed still holds (docs/exploitation.md).
SECRET_KEY_FALLBACKS: list[str] = list(filter(None, env.list("SECRET_KEY_FALLBACKS", [])))
ALLOWED_HOSTS = hotes("ALLOWED_HOSTS", "les noms d'hôte servis, séparés par des virgules")
SITE_URL = adresse_publique("SITE_URL", ALLOWED_HOSTS)
TLS = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "comite",
    "engagements",
    "actions",
    "partenariat",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "partenariat.administration.AdministrationConfig",
    "django_filters",
    "crispy_forms",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "csp",
]

MIDDLEWARE = [
    "partenariat.presentation.journaux.Requete",
    # What dresses an answer stands before all that may make one: an error wears what a page wears.
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "partenariat.presentation.entetes.Entetes",
    "partenariat.presentation.sante.Sante",
    "partenariat.sauvegarde.service.EnService",
    "partenariat.presentation.cache.PagesPubliques",
    # What is kept is what is shown.
    "partenariat.presentation.typographie.Typographie",
    "partenariat.presentation.statiques.Statiques",
    # After the kept pages, which cost nothing and are not counted.
    "partenariat.entree.debits.Debits",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "partenariat.parties.connexion.ConnexionRequise",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "partenariat.presentation.methodes.MethodeRefusee",
    "pghistory.middleware.HistoryMiddleware",
    # Last: what it wraps in one transaction is the view, and nothing else.
    "partenariat.une_fois.reception.UneFois",
]

ROOT_URLCONF = "partenariat.urls"
WSGI_APPLICATION = "partenariat.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [RACINE / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "partenariat.presentation.gabarits.SansRetraits",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "partenariat.presentation.contexte.site",
                "actions.contexte.plan",
            ],
            "builtins": [
                "partenariat.templatetags.partenariat",
                "actions.templatetags.actions",
                "django.templatetags.i18n",
                "partenariat.templatetags.une_fois",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["partenariat"]
CRISPY_TEMPLATE_PACK = "partenariat"

# --- Database -----------------------------------------------------------------------------------------
# Two roles (docs/decisions/0018): commands enter as the owner, the web as a role that owns nothing and never
# knows by which address the owner enters.
requis("DATABASE_URL", "l'adresse de PostgreSQL")
ROLE_WEB = role_web()
if WEB:
    os.environ.pop("DATABASE_ADMIN_URL", None)
DATABASES = {"default": env.dj_db_url("DATABASE_ADMIN_URL" if adresse_admin() else "DATABASE_URL")}
DELAIS = {
    # Measured (docs/decisions/0003): compiling a query of a list costs several times its answer.
    "jit": "off",
    # So does planning it: what is kept planned (`donnees.planifiees`) is so at once, and not the sixth time.
    "plan_cache_mode": "force_generic_plan",
    "statement_timeout": "10s" if WEB else "15min",
    "lock_timeout": "5s" if WEB else "1min",
    "idle_in_transaction_session_timeout": "30s" if WEB else "15min",
}
APPLICATION_WEB = "partenariat-web"
"""How the web's connections are known from those of commands."""
if WEB:
    # Measured (docs/decisions/0003): a connection opened per request halves everything. One that is closed
    # goes back to the process, which has fewer than threads (docs/decisions/0005).
    DATABASES["default"]["ENGINE"] = "partenariat.donnees.bassin"
DATABASES["default"].update(
    CONN_MAX_AGE=0,
    OPTIONS={
        **DATABASES["default"].get("OPTIONS", {}),
        "options": " ".join(f"-c {nom}={valeur}" for nom, valeur in DELAIS.items()),
        "application_name": APPLICATION_WEB if WEB else "partenariat",
        # Whoever waits is told sooner than TCP would.
        "connect_timeout": 3 if WEB else 30,
    },
)

# --- History (docs/decisions/0004) ----------------------------------------------------------------------
# Triggers follow from the models after each migration (partenariat/histoire/pose.py); migrations carry none.
PGTRIGGER_MIGRATIONS = False
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_CONTEXT_ID_FIELD = pghistory.ContextUUIDField()
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())

# --- Cache ----------------------------------------------------------------------------------------------
CACHES = {
    "default": sans_tomber(env.dj_cache_url("CACHE_URL", "locmem://")),
    # Whole public pages, bounded in bytes for each process (partenariat/presentation/cache.py).
    "pages": {
        "BACKEND": "partenariat.presentation.garde.Garde",
        "LOCATION": "pages",
        "OPTIONS": {"OCTETS": 64_000_000},
    },
    # Cards: there are as many as pages, and whoever walks them must take the place of nothing else.
    "apercus": {
        "BACKEND": "partenariat.presentation.garde.Garde",
        "LOCATION": "apercus",
        "OPTIONS": {"OCTETS": 16_000_000},
    },
}

# --- Accounts -------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "partenariat.Utilisateur"
AUTHENTICATION_BACKENDS = ["partenariat.entree.porte.Porte"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "partenariat.parties.mots_de_passe.MotCourant"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "connexion"
LOGIN_REDIRECT_URL = "espace"
LOGOUT_REDIRECT_URL = "accueil"
# Wrong passwords of one address in a quarter of an hour, whatever the account: an office may share one.
ESSAIS_PAR_ADRESSE = env.int("ESSAIS_PAR_ADRESSE", 30)
# What one address may ask for in a minute, of one process; 0 for as much as it likes.
DEBITS = {"fichiers": env.int("DEBIT_FICHIERS", 30), "recherches": env.int("DEBIT_RECHERCHES", 120)}
DEBITS_LOCAUX = env.bool("DEBITS_LOCAUX", False)

# --- Language and time ----------------------------------------------------------------------------------
LANGUAGE_CODE = "fr-ca"
ANGLAIS_ACTIF = env.bool("ANGLAIS_ACTIF", True)
LANGUAGES = [("fr-ca", _("Français")), *([("en", _("English"))] if ANGLAIS_ACTIF else [])]
LOCALE_PATHS = [RACINE / "locale"]
TIME_ZONE = "America/Toronto"
USE_TZ = True
FORMAT_MODULE_PATH = "partenariat.presentation.langues"
# The apostrophes and blanks of each page (docs/decisions/0029); tests read what templates wrote.
TYPOGRAPHIE = True

# --- Static files ---------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [RACINE / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "partenariat.presentation.feuille.Derives",
]
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(DONNEES / "statiques")))
# The stylesheet and the font, made of their sources.
DERIVES = STATIC_ROOT.with_name(f"{STATIC_ROOT.name}-derives")
STORAGES = {
    "default": {"BACKEND": "partenariat.donnees.stockage.StockageEntier"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- Files handed in: outside every address; a view decides who may read one ------------------------------
MEDIA_ROOT = Path(env.str("DEPOTS", str(DONNEES / "depots")))
MEDIA_URL = ""
FILE_UPLOAD_HANDLERS = ["partenariat.donnees.reception.ReceptionBornee"]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- Mail -----------------------------------------------------------------------------------------------
vars().update(env.dj_email_url("EMAIL_URL", "console://"))
# What a restored copy holds back goes through ours first (partenariat/sauvegarde/courriels.py).
COURRIELS_PAR = vars()["EMAIL_BACKEND"]
EMAIL_BACKEND = "partenariat.sauvegarde.courriels.Retenue"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "partenariat@localhost")

# --- Security -------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF],
        "style-src": [SELF],
        "script-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False
MANDATAIRE = env.bool("DERRIERE_MANDATAIRE", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if MANDATAIRE else None
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SECURE_HSTS_PRELOAD = TLS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SESSION_COOKIE_NAME = "__Host-session" if TLS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if TLS else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 10 * 3600
SESSION_ENGINE = "partenariat.entree.sessions"
CSRF_FAILURE_VIEW = "partenariat.une_fois.suite.csrf"
# `check --deploy` asks for TLS (W004, W008, W012, W016): the demonstration is served in clear on loopback;
# with an https SITE_URL the cookies and HSTS follow by themselves, and the redirection is the proxy's.
SILENCED_SYSTEM_CHECKS = ["security.W008"] + (
    [] if TLS else ["security.W004", "security.W012", "security.W016"]
)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000

# Whom to tell of a flaw of the site (`/.well-known/security.txt`, which is not there where nobody is named).
CONTACT_SECURITE = contacts("CONTACT_SECURITE")

# --- Logs: one JSON object a line, a request id, nothing that a visitor sent --------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "partenariat.presentation.journaux.EnJson"}},
    "handlers": {
        "sortie": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}
    },
    "root": {"handlers": ["sortie"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers print the request as it is, to the console or in a letter.
        "django": {"handlers": [], "level": "WARNING"},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        # What one asked for that is not there is no event of ours.
        "django.request": {"level": "ERROR"},
    },
}
