"""A field that was reworded, then withdrawn, of a record that changed since: neither wording is told."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from actions.models import Action
from engagements.models import Acteur
from engagements.models.etats import Genre, Verdict
from partenariat.donnees.depots import examiner
from partenariat.histoire.evenements import evenements_de
from partenariat.models import Organisation
from partenariat.retraits.registre import REGISTRE, est_retire
from tests.factories import (
    ActionFactory,
    AxeFactory,
    DocumentFactory,
    EngagementFactory,
    NouvelleFactory,
    OrganisationFactory,
    PlanFactory,
    UtilisateurFactory,
)
from tests.passe import reculer
from tests.retirables import de_l_organisation, du_comite, du_plan, explorer
from tests.retraits import lire, retirer

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()
JOURS = [AUJOURD_HUI - timedelta(days=n) for n in (0, 1, 2)]
DEUX = ("premier", "second")


@pytest.fixture
def monde() -> dict[tuple[type[models.Model], str], models.Model]:
    """A record of each model that can be withdrawn, by model and field."""
    plan, service = PlanFactory(actif=True), OrganisationFactory(service=True)
    axe = AxeFactory(plan=plan, numero=1)
    de_l_organisation(service)
    du_plan(plan, axe, service)
    du_comite(plan, axe, service)
    action = ActionFactory(plan=plan, axe=axe, code="3.1", publiee=True, responsable=service)
    NouvelleFactory(action=action, publique=True)
    DocumentFactory(action=action)
    partie = OrganisationFactory()
    engagement = EngagementFactory(
        plan=plan, code="E3", partie=partie, envers=service, publie=True, conditionnel=True,
        condition="Si ouvert.",
    )  # fmt: skip
    for cote in (partie, service):
        engagement.signer(
            Acteur(cote), nom="Dominique Roy", fonction="Direction", empreinte=engagement.empreinte
        )
    contestee = engagement.declarer(Acteur(partie), Genre.TENU, "Voici.").verifier(
        Acteur(service), Verdict.CONTESTEE, "Il manque."
    )
    contestee.repondre(Acteur(partie), "Le voici.")
    fichier = examiner(ContentFile(b"%PDF-1.7\nici\n%%EOF\n", "ici.pdf"))
    engagement.deposer(Acteur(partie), type_="rapport", titre="Plan", source=fichier)
    visees = {Action: action, type(engagement): engagement, Organisation: service}
    return {
        (modele, champ): visees.get(modele) or modele._base_manager.order_by("-pk").first()
        for modele, quoi in REGISTRE.items()
        for champ in (*quoi.textes, *quoi.remplacables)
    }


def marque(modele: type[models.Model], champ: str, rang: str) -> str:
    return f"{rang}{modele._meta.model_name}{champ.replace('_', '')}zz"


def ecrire(objet: models.Model, **dits: str) -> None:
    """Whatever is frozen: its guards sleep, and its history does not."""
    table = objet._meta.db_table
    with connection.cursor() as curseur:
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
        curseur.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'", [table]
        )
        for (nom,) in curseur.fetchall():
            # What goes with what is another matter here; all of it is undone with the test.
            curseur.execute(f"ALTER TABLE {table} DROP CONSTRAINT {nom}")
        curseur.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal "
            "AND tgenabled <> 'D' AND tgname !~ '^pgtrigger_(insert_insert|update_update|retrait)'",
            [table],
        )
        gardes = [nom for (nom,) in curseur.fetchall()]
        for nom in gardes:
            curseur.execute(f"ALTER TABLE {table} DISABLE TRIGGER {nom}")
        mis = ", ".join(f'"{champ}" = %s' for champ in dits)
        curseur.execute(f"UPDATE {table} SET {mis} WHERE id = %s", [*dits.values(), objet.pk])
        for nom in gardes:
            curseur.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {nom}")
        curseur.execute("SET CONSTRAINTS ALL DEFERRED")


def dire(monde, rang: str) -> None:
    for (modele, champ), objet in monde.items():
        mot = marque(modele, champ, rang)
        formes = {"site": f"https://exemple.test/{mot}/", "courriel_public": f"{mot}@exemple.test"}
        ecrire(objet, **{champ: formes.get(champ, f"Ici {mot}.")})


def lues(client_de) -> dict[str, str]:
    """What anybody reads, in both languages, today and as of each day, and what the committee reads."""
    pages = explorer(Client(), "/")
    pages |= lire([f"{adresse}?au={jour}" for adresse in list(pages) for jour in JOURS])
    comite, admin = client_de(UtilisateurFactory(coordination=True)), "/admin/actions/action"
    prives = [
        f"/plans/actif/comite/seances/{s}/{ou}/" for s in ("S1", "S2") for ou in ("tenue", "preparation")
    ]
    prives += [f"{admin}/{Action.objects.get(code='3.1').pk}/history/", "/plans/actif/tableau-de-bord/"]
    return pages | {adresse: comite.get(adresse).content.decode() for adresse in prives}


def test_neither_wording_of_what_was_withdrawn_is_told_anywhere(monde, client_de):
    assert {modele for modele, _champ in monde} == set(REGISTRE)
    assert [cle for cle, objet in monde.items() if objet is None] == []
    reculer(1)
    for rang in DEUX:
        dire(monde, rang)
        reculer(1)
    avant = "\n".join(lues(client_de).values())
    for champ in ("titre", "description", "texte_officiel"):
        for rang in DEUX:
            assert marque(Action, champ, rang) in avant, (champ, rang)
    for (modele, champ), objet in monde.items():
        objet.refresh_from_db()
        if not est_retire(getattr(objet, champ)):
            retirer(objet, champ=champ if champ in REGISTRE[modele].un_a_un else "")
    # What is written after the mask tells the row before it as what was: neither is its words.
    action = monde[Action, "titre"]
    ecrire(action, statut="a_venir" if action.statut != "a_venir" else "en_cours")
    ecrire(monde[Organisation, "courriel_public"], courriel_public="autre@exemple.test")
    apres = lues(client_de)
    for modele, champ in monde:
        # Where one wording goes, the one before it is read as ever.
        rangs = DEUX[1:] if champ in REGISTRE[modele].remplacables else DEUX
        for rang in rangs:
            mot = marque(modele, champ, rang)
            assert [adresse for adresse, texte in apres.items() if mot in texte] == [], mot
    assert evenements_de(Action).filter(pgh_obj=action.pk, mots_retires__isnull=True).exists()


@pytest.mark.parametrize("champ", ["titre", "description", "texte_officiel", "titre_en"])
def test_the_mask_itself_is_no_change_of_words(champ, client):
    action = ActionFactory(plan=PlanFactory(actif=True), code="3.2", publiee=True, **{champ: "Lire zircon."})
    reculer(1)
    retirer(action, champ=champ)
    for adresse in (
        "/",
        "/en/",
        "/plans/actif/actions/3.2/",
        "/en/plans/actif/actions/3.2/",
        f"/plans/actif/actions/3.2/?au={AUJOURD_HUI}",
    ):
        page = client.get(adresse).content.decode()
        assert "zircon" not in page, adresse
        assert "reformulé" not in page, adresse
