"""Parties: `OrganisationFactory(service=True)`, `UtilisateurFactory(redaction=True, organisation=…)`."""

from contextlib import contextmanager
from datetime import timedelta

import factory
from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone

from partenariat.models import Envoi, Essai, Organisation, Suppleance, Synonyme, TexteDuSite, Utilisateur
from partenariat.parties.natures import Nature
from partenariat.textes.cles import Cle

MOT_DE_PASSE = "phrase-de-passe-d-essai"
"""The password of every account made here (`client.force_login` needs none)."""


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    nom = factory.Sequence(lambda n: f"Organisme d'essai {n}")
    slug = factory.Sequence(lambda n: f"organisme-d-essai-{n}")
    nature = Nature.ORGANISME

    class Params:
        service = factory.Trait(
            nature=Nature.SERVICE_CENTRAL, nom=factory.Sequence("Service d'essai {}".format)
        )
        arrondissement = factory.Trait(
            nature=Nature.ARRONDISSEMENT,
            nom=factory.Sequence("Arrondissement d'essai {}".format),
            code_officiel=factory.Sequence("REM{}".format),
        )
        paramunicipal = factory.Trait(nature=Nature.PARAMUNICIPAL)
        organisme = factory.Trait(nature=Nature.ORGANISME)
        reseau = factory.Trait(nature=Nature.RESEAU)
        fonds = factory.Trait(nature=Nature.FONDS)
        etablissement = factory.Trait(nature=Nature.ETABLISSEMENT)


@contextmanager
def en_proprietaire():
    """Accounts are there before whoever plays the web comes in."""
    connection.ensure_connection()
    # Past Django's cursors: no query of the page under test.
    with connection.connection.cursor() as curseur:
        curseur.execute("SELECT current_setting('role')")
        (role,) = curseur.fetchone()
        if role == "none":
            yield
            return
        curseur.execute("RESET ROLE")
        yield
        curseur.execute("SELECT set_config('role', %s, true)", [role])


class UtilisateurFactory(factory.django.DjangoModelFactory):
    """Without a trait: an account without role. `roles=("redaction", "comite")` gives several."""

    class Meta:
        model = Utilisateur

    username = factory.Sequence("personne{}".format)
    first_name = "Camille"
    last_name = factory.Sequence("Tremblay {}".format)
    email = factory.LazyAttribute(lambda o: f"{o.username}@exemple.test")
    password = factory.django.Password(MOT_DE_PASSE)
    roles = ()

    class Params:
        coordination = factory.Trait(roles=("coordination",), is_staff=True)
        redaction = factory.Trait(
            roles=("redaction",),
            is_staff=True,
            organisation=factory.SubFactory(OrganisationFactory, service=True),
        )
        partenaire = factory.Trait(
            roles=("partenaire",), organisation=factory.SubFactory(OrganisationFactory)
        )
        comite = factory.Trait(roles=("comite",))
        superutilisateur = factory.Trait(is_staff=True, is_superuser=True)

    @classmethod
    def _build(cls, model_class, *args, roles=(), **kwargs):
        return super()._build(model_class, *args, **kwargs)

    @classmethod
    def _create(cls, model_class, *args, roles=(), **kwargs):
        with en_proprietaire():
            return cls._inscrire(model_class, *args, roles=roles, **kwargs)

    @classmethod
    def _inscrire(cls, model_class, *args, roles, **kwargs):
        compte = super()._create(model_class, *args, **kwargs)
        groupes = Group.objects.filter(name__in=roles)
        if len(groupes) != len(roles):
            raise ValueError(f"Rôles inconnus parmi {roles}")
        compte.groups.set(groupes)
        return compte


class EssaiFactory(factory.django.DjangoModelFactory):
    """A count of failures, just begun."""

    class Meta:
        model = Essai

    cle = factory.Sequence("{:064x}".format)
    rates = 1
    depuis = factory.LazyFunction(timezone.now)
    dernier = factory.SelfAttribute("depuis")


class SynonymeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Synonyme

    expressions = factory.Sequence("mot{0}\nlocution numéro {0}".format)


class TexteDuSiteFactory(factory.django.DjangoModelFactory):
    """A text that the coordination wrote anew: each made here is another one."""

    class Meta:
        model = TexteDuSite

    cle = factory.Iterator(Cle.values)
    texte = factory.Sequence("Texte d'essai {}.".format)
    texte_en = factory.Sequence("Text for testing {}.".format)
    revu_le = factory.LazyFunction(timezone.localdate)


class EnvoiFactory(factory.django.DjangoModelFactory):
    """A form that was received and answered."""

    class Meta:
        model = Envoi

    cle = factory.Sequence("{:064x}".format)
    contenu = "0" * 64
    vers = "/espace/"


class SuppleanceFactory(factory.django.DjangoModelFactory):
    """That holds for a week on each side of today."""

    class Meta:
        model = Suppleance

    absent = factory.SubFactory(UtilisateurFactory, redaction=True)
    suppleant = factory.SubFactory(UtilisateurFactory, redaction=True)
    du = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=7))
    au = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7))
