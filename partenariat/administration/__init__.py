"""The back office: Django's admin under the site's name, with the site's own login."""

from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    default_site = "partenariat.administration.site.Administration"
