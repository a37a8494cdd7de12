"""The plan and its actions. States are traits: `ActionFactory(en_retard=True, publiee=True)`.

Dates are counted from today, so that a trait gives the reading that its name says. A milestone reached, a
public note or a measure is news of its action: it ends the trait `perimee` or `a_rafraichir`.
"""

import io
from datetime import timedelta

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from actions import models
from actions.models.etats import Confiance, Publication, Statut, Visibilite
from partenariat.donnees.empreintes import empreinte_fichier
from tests.factories.partenariat import OrganisationFactory, UtilisateurFactory


def aplat(n: int) -> bytes:
    """A picture of one colour, which is that number's own."""
    sortie = io.BytesIO()
    Image.new("RGB", (96, 64), (n % 256, n // 256 % 256, 90)).save(sortie, "WEBP", lossless=True)
    return sortie.getvalue()


def _dans(jours: int) -> factory.LazyFunction:
    return factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=jours))


def _ici() -> factory.LazyFunction:
    return factory.LazyFunction(timezone.now)


class PlanFactory(factory.django.DjangoModelFactory):
    """`PlanFactory(actif=True)` is the site's home, at `/plans/actif/`; the database refuses a second one."""

    class Meta:
        model = models.Plan

    titre = factory.Sequence("Plan d'essai {}".format)
    actif = False
    slug = factory.LazyAttributeSequence(lambda o, n: "actif" if o.actif else f"plan-d-essai-{n}")
    debut = _dans(-400)
    fin = _dans(1000)


class _PartieDuPlan(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    plan = factory.SubFactory(PlanFactory)


class AxeFactory(_PartieDuPlan):
    class Meta:
        model = models.Axe

    numero = factory.Sequence(lambda n: n % 30_000 + 1)
    code = factory.Sequence("axe-{}".format)
    titre = factory.Sequence("Axe d'essai {}".format)


class VoletFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Volet

    axe = factory.SubFactory(AxeFactory)
    code = factory.Sequence("volet-{}".format)
    titre = factory.Sequence("Volet d'essai {}".format)


class ObjectifFactory(_PartieDuPlan):
    class Meta:
        model = models.Objectif

    code = factory.Sequence("O{}".format)
    titre = factory.Sequence("Objectif d'essai {}".format)


class DomaineFactory(_PartieDuPlan):
    class Meta:
        model = models.Domaine

    slug = factory.Sequence("domaine-{}".format)
    titre = factory.Sequence("Domaine d'essai {}".format)


class SourceFactory(_PartieDuPlan):
    class Meta:
        model = models.Source

    code = factory.Sequence("SE{}".format)
    titre = factory.Sequence("Source d'essai {}".format)
    adresse = "https://exemple.test/source"


class RepereFactory(_PartieDuPlan):
    class Meta:
        model = models.Repere

    rang = factory.Sequence(lambda n: n % 30_000 + 1)
    fait = factory.Sequence("Fait d'essai {}".format)
    valeur = "2 780 entreprises"
    source = factory.SubFactory(SourceFactory, plan=factory.SelfAttribute("..plan"))


class PartiePrenanteFactory(_PartieDuPlan):
    class Meta:
        model = models.PartiePrenante

    organisation = factory.SubFactory(OrganisationFactory)
    identifiant = factory.Sequence("PP{}".format)


class _AxeDeLAction(factory.SubFactory):
    """The axis of an action: that of the strand given, or else one of the plan given, or else a new one."""

    def evaluate(self, instance, step, extra):
        donnes = step.builder.extras
        if donnes.get("volet"):
            return instance.volet.axe
        if "plan" in donnes:
            extra = {"plan": instance.plan, **extra}
        extra |= {nom: valeur for nom, valeur in donnes.items() if nom.startswith("plan__")}
        return super().evaluate(instance, step, extra)


class ActionFactory(factory.django.DjangoModelFactory):
    """A draft under way and on time. Give `plan`, `axe` or `volet`: the others follow."""

    class Meta:
        model = models.Action

    axe = _AxeDeLAction(AxeFactory)
    plan = factory.SelfAttribute("axe.plan")
    code = factory.Sequence("A{}".format)
    titre = factory.Sequence("Action d'essai {}".format)
    responsable = factory.SubFactory(OrganisationFactory, service=True)
    statut = Statut.EN_COURS
    en_continu = False
    debut = _dans(-300)
    fin = factory.LazyAttribute(
        lambda o: None if o.en_continu else timezone.localdate() + timedelta(days=365)
    )

    class Params:
        # Publication.
        a_valider = factory.Trait(
            publication=Publication.A_VALIDER,
            soumise_par=factory.SubFactory(UtilisateurFactory, redaction=True),
            soumise_le=_ici(),
        )
        publiee = factory.Trait(publication=Publication.PUBLIEE, publiee_le=_ici())
        archivee = factory.Trait(publication=Publication.ARCHIVEE, publiee_le=_ici())
        # Status.
        a_venir = factory.Trait(statut=Statut.A_VENIR)
        realisee = factory.Trait(statut=Statut.REALISEE)
        suspendue = factory.Trait(statut=Statut.SUSPENDUE, motif="En attente d'un règlement.")
        abandonnee = factory.Trait(
            statut=Statut.ABANDONNEE,
            motif="Remplacée par une autre mesure.",
            sans_decision="Avant le registre.",
        )
        # Schedule.
        en_retard = factory.Trait(fin=_dans(-1))
        a_surveiller = factory.Trait(fin=_dans(30))
        dans_les_temps = factory.Trait(fin=_dans(31), confiance=Confiance.ELEVEE)
        # Freshness.
        a_rafraichir = factory.Trait(etat_le=_dans(-91))
        perimee = factory.Trait(etat_le=_dans(-181))


class ParticipationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Participation

    action = factory.SubFactory(ActionFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class JalonFactory(factory.django.DjangoModelFactory):
    """Open and due in 180 days. `annule=True` is the field itself."""

    class Meta:
        model = models.Jalon

    action = factory.SubFactory(ActionFactory)
    titre = factory.Sequence("Jalon d'essai {}".format)
    echeance = _dans(180)

    class Params:
        atteint = factory.Trait(echeance=_dans(-20), atteint_le=_dans(-20))
        en_retard = factory.Trait(echeance=_dans(-1))


class NouvelleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Nouvelle

    action = factory.SubFactory(ActionFactory)
    texte = "Le comité s'est réuni."

    class Params:
        publique = factory.Trait(visibilite=Visibilite.PUBLIQUE)


class HistoireFactory(factory.django.DjangoModelFactory):
    """Of a public action, a draft with a quote: `publiee=True`, and then `une=True` for the home page."""

    class Meta:
        model = models.Histoire

    class Params:
        publiee = factory.Trait(publiee_le=_ici())
        une = factory.Trait(publiee_le=_ici(), a_la_une=True)

    action = factory.SubFactory(ActionFactory, publiee=True)
    titre = factory.Sequence("La coopérative ouvre, jour {}".format)
    texte = "Trois voisines ont repris la cordonnerie du quartier."
    citation = "On a gardé l'enseigne."
    citation_de = "Camille Essai"
    citation_qualite = "sociétaire"
    accord_le = factory.LazyFunction(timezone.localdate)
    accord_donne = "formulaire signé"


class AccordRetireFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.AccordRetire

    histoire = factory.SubFactory(HistoireFactory, publiee=True)


class ImageFactory(factory.django.DjangoModelFactory):
    """Of a public action, or with `action=None` of the `axe` or `organisation` given; each its own bytes."""

    class Meta:
        model = models.Image

    action = factory.SubFactory(ActionFactory, publiee=True)
    texte = factory.Sequence("Un étal au marché, jour {}".format)
    credit = "Photo : Ville de Montréal"
    largeur, hauteur = 96, 64
    nom_fichier = "marche.webp"
    fichier = factory.Sequence(lambda n: ContentFile(aplat(n), "marche.webp"))
    empreinte = factory.LazyAttribute(lambda o: empreinte_fichier(o.fichier))


class IndicateurFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Indicateur

    action = factory.SubFactory(ActionFactory)
    nom = factory.Sequence("Indicateur d'essai {}".format)
    unite = "entreprises"


class MesureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Mesure

    indicateur = factory.SubFactory(IndicateurFactory)
    date = factory.Sequence(lambda n: timezone.localdate() - timedelta(days=n % 3000))
    valeur = 10


class DocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Document

    action = factory.SubFactory(ActionFactory)
    titre = factory.Sequence("Document d'essai {}".format)
    adresse = "https://exemple.test/document.pdf"

    class Params:
        interne = factory.Trait(visibilite=Visibilite.INTERNE)
