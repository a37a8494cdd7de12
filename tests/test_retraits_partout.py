"""What is withdrawn, whole or one field, is read nowhere afterwards; the addresses are found by a walk."""

import html
from datetime import timedelta

import pytest
from django.db.models import CASCADE
from django.test import Client
from django.utils import timezone

from actions.models import Action, Correction, Histoire, Image, Mesure
from comite.models import Decision, Membre, Point, Seance
from engagements.models import Refus
from partenariat.models import Retrait, Suppleance
from partenariat.retraits.caviardage import caviarder
from partenariat.retraits.lectures import liens
from partenariat.retraits.lieux import retirables_de
from partenariat.retraits.modele import RetraitRefuse
from partenariat.retraits.registre import REGISTRE, est_retire
from tests.factories import (
    ActionFactory,
    AxeFactory,
    PlanFactory,
    SeanceFactory,
    UtilisateurFactory,
)
from tests.passe import reculer
from tests.retirables import explorer, marques, mot, plan_marque
from tests.retraits import MOTIF, demander, lire, ou_s_ecrit, retirer

pytestmark = pytest.mark.django_db
HIER = timezone.localdate() - timedelta(days=1)
# Withdrawn in tests/test_retraits.py, whole, with what hangs on it.
AILLEURS = {
    "actions_action", "actions_nouvelle", "actions_document", "actions_jalon", "actions_indicateur",
    "engagements_engagement", "engagements_declaration", "engagements_verification", "engagements_reponse",
    "engagements_preuve", "engagements_signature",
}  # fmt: skip
# On no page that is read here: in the plan file; in the back office (how consent was given, on none ever;
# why something was a mistake, why one is away);
# in the spaces of the parties.
NULLE_PART = {
    (Mesure, "source"),
    (Refus, "motif"),
    (Image, "nom_fichier"),
    (Histoire, "accord_donne"),
    (Correction, "raison"),
    (Suppleance, "motif"),
}
# On English pages, whose past is not walked here.
EN_ANGLAIS = {(Image, "texte_en")}
# Read by the committee alone, in the pages of a meeting whose minutes are not approved.
DU_COMITE = {
    (Seance, "invites"),
    (Seance, "presidee_par"),
    (Seance, "secretaire"),
    (Point, "motif"),
}


@pytest.fixture
def monde():
    plan_marque()
    reculer(3)
    return marques()


def lues(client_de) -> dict[str, str]:
    """What anybody reads, today and as of yesterday, and what the coordination reads besides."""
    pages = explorer(Client(), "/")
    pages |= lire([f"{adresse}?au={HIER}" for adresse in pages if not adresse.startswith("/en/")])
    seance = "/plans/actif/comite/seances/S1/"
    for adresse in (f"{seance}tenue/", f"{seance}proces-verbal/", f"{seance}preparation/"):
        pages[adresse] = client_de(UtilisateurFactory(coordination=True)).get(adresse).content.decode()
    return pages


def ou(le_mot: str, pages: dict[str, str]) -> list[str]:
    return [adresse for adresse, texte in pages.items() if le_mot in texte]


def test_every_model_that_can_be_withdrawn_says_its_words_here_or_there(monde):
    ici = {modele._meta.db_table for modele, _champ in monde}
    assert {modele._meta.db_table for modele in REGISTRE} == ici | AILLEURS
    du_comite_ = [modele for modele in REGISTRE if modele._meta.app_label == "comite"]
    manquent = {(m, c) for m in du_comite_ for c in REGISTRE[m].textes} - set(monde)
    manquent |= {(m, c) for m in REGISTRE for c in REGISTRE[m].remplacables} - set(monde)
    assert manquent == set()


def test_each_field_that_is_withdrawn_is_nowhere_today_nor_in_the_past(monde, client_de):
    avant = lues(client_de)
    lus = {cle: ou(mot(*cle), avant) for cle in monde}
    sans_passe = {cle for cle, adresses in lus.items() if not any("?au=" in a for a in adresses)}
    assert sans_passe == DU_COMITE | NULLE_PART | EN_ANGLAIS
    assert {cle for cle, adresses in lus.items() if not adresses} <= NULLE_PART | DU_COMITE
    for (modele, champ), objet in monde.items():
        seul = champ if champ in REGISTRE[modele].un_a_un else ""
        retirer(objet, champ=seul)
    apres = lues(client_de)
    partis = {adresse.split("?")[0].rpartition(".")[2] for adresse in set(avant) - set(apres)}
    assert partis == {"webp"}, "no page is gone, and no page leads to the picture any more"
    trouvees = {f"{m.__name__}.{champ}": ou(mot(m, champ), apres) for m, champ in monde}
    assert {nom: adresses for nom, adresses in trouvees.items() if adresses} == {}
    assert "[retiré du site le " in apres["/plans/actif/comite/seances/S1/"]
    assert "[retiré du site le " in apres[f"/plans/actif/comite/seances/S1/?au={HIER}"]
    caviarder()
    assert [nom for m, champ in monde if ou_s_ecrit(nom := mot(m, champ))] == []


def test_a_field_goes_alone(monde):
    seance = Seance.objects.get(numero="S1")
    retirer(seance, champ="proces_verbal")
    seance.refresh_from_db()
    assert est_retire(seance.proces_verbal)
    assert mot(Seance, "lieu") in seance.lieu
    caviarder()
    for champ, reste in (("proces_verbal", False), ("lieu", True)):
        assert bool(ou_s_ecrit(mot(Seance, champ))) == reste, champ
    assert set(Retrait.objects.get().empreintes) == {"proces_verbal"}


def test_what_counted_counts_still(client, monde):
    """A decision keeps its number, its vote and its effects; a meeting, its quorum."""
    decision = Decision.objects.get(numero="S1-R1")
    avant = (decision.numero, decision.genre, decision.effets.count(), decision.seance.presents)
    for objet in (decision, monde[Point, "titre"], monde[Membre, "nom"]):
        retirer(objet)
    decision = Decision.objects.get(numero="S1-R1")
    assert (decision.numero, decision.genre, decision.effets.count(), decision.seance.presents) == avant
    assert "S1-R1" in client.get("/plans/actif/comite/decisions/").content.decode()


def test_a_word_that_is_withdrawn_is_not_found(client, monde):
    cherche = f"/plans/actif/comite/decisions/?q={mot(Decision, 'libelle')}"
    assert "S1-R1" in client.get(cherche).content.decode()
    retirer(monde[Decision, "libelle"])
    for adresse in (cherche, f"{cherche}&au={HIER}"):
        assert "S1-R1" not in client.get(adresse).content.decode()


def test_what_is_read_on_a_page_that_goes_goes_with_it():
    for modele, quoi in REGISTRE.items():
        # What has no page any more.
        if not quoi.fixes:
            continue
        liens = {lien.get_accessor_name(): lien for lien in modele._meta.related_objects if lien.one_to_many}
        siens = {
            nom
            for nom, lien in liens.items()
            if (autre := REGISTRE.get(lien.related_model)) and lien.on_delete is CASCADE and autre.entier
        }
        assert siens <= set(quoi.parties), modele


def test_a_field_goes_with_the_whole(monde):
    seance = Seance.objects.get(numero="S1")
    retirer(seance, champ="lieu")
    tout = retirer(seance)
    seance.refresh_from_db()
    assert est_retire(seance.lieu)
    assert est_retire(seance.proces_verbal)
    assert tout.champ == ""
    with pytest.raises(Exception, match="déjà"):
        demander(seance, champ="invites")


@pytest.mark.parametrize("champ", ["numero", "date", "inconnu"])
def test_only_words_are_withdrawn(monde, champ):
    with pytest.raises(RetraitRefuse):
        demander(Seance.objects.get(numero="S1"), champ=champ)


def test_two_members_whose_names_are_withdrawn_are_not_one_person(monde):
    membre = monde[Membre, "nom"]
    autre = Membre.objects.create(
        plan=membre.plan, nom="Dominique Roy", fonction="Direction", qualite=membre.qualite,
        mandat_debut=membre.mandat_debut,
    )  # fmt: skip
    for un in (membre, autre):
        retirer(un)
    autre.refresh_from_db()
    autre.mandat_fin = timezone.localdate()
    autre.save()
    assert autre.nom == retrait_dit(membre)


def retrait_dit(objet) -> str:
    return Retrait.objects.de(objet).get().dit


def test_each_withdrawal_is_named_without_a_word_of_what_goes(monde):
    for (modele, champ), objet in monde.items():
        seul = champ if champ in REGISTRE[modele].un_a_un else ""
        demande = demander(objet, champ=seul)
        assert "zz" not in demande.quoi
        assert liens([demande])[0][1].startswith("/")


def test_one_asks_for_a_field_from_the_page_of_a_meeting(client_de, monde):
    seance = Seance.objects.get(numero="S1")
    un = UtilisateurFactory(coordination=True)
    adresse = f"/admin/partenariat/retrait/add/?de=comite_seance:{seance.pk}"
    page = client_de(un).get(adresse).content.decode()
    point = monde[Point, "titre"]
    for chose in (f"comite_seance:{seance.pk}:proces_verbal", f"comite_point:{point.pk}:delibere"):
        assert f'value="{chose}"' in page
    assert f'value="comite_seance:{seance.pk}:numero"' not in page
    envoi = {"chose": f"comite_seance:{seance.pk}:proces_verbal", "cause": "publie_par_erreur"}
    client_de(un).post(adresse, {**envoi, "motif": "Nomme une personne sans son accord."})
    retrait = Retrait.objects.get()
    assert (retrait.champ, retrait.quoi) == ("proces_verbal", "Procès-verbal · Séance S1")
    assert point in list(retirables_de(seance))


def test_what_changed_does_not_say_again_a_title_that_was_withdrawn(client, client_de):
    """History is read event by event there, and not by its views."""
    plan = PlanFactory(actif=True)
    action = ActionFactory(plan=plan, axe=AxeFactory(plan=plan, numero=1), code="1.1", publiee=True)
    for titre in ("Ouvrir zirconium", "Ouvrir deux locaux"):
        reculer(1)
        action.titre = titre
        action.save()
    coordination = client_de(UtilisateurFactory(coordination=True))
    adresses = ("/", "/plans/actif/actions/1.1/", f"/admin/actions/action/{action.pk}/history/")
    for adresse in adresses:
        assert "zirconium" in coordination.get(adresse).content.decode(), adresse
    retirer(action, champ="titre")
    for adresse in adresses:
        assert "zirconium" not in coordination.get(adresse).content.decode(), adresse
    action.refresh_from_db()
    assert (action.publication, est_retire(action.titre)) == ("publiee", True)
    assert client.get("/plans/actif/actions/1.1/").status_code == 200


def test_what_changed_tells_that_it_was_withdrawn_when_and_why(client, monde):
    seance = Seance.objects.get(numero="S1")
    action = Action.objects.get(code="2.1")
    retraits = [retirer(seance, champ="proces_verbal"), retirer(action.reports.get())]
    accueil, page = (client.get(adresse).content.decode() for adresse in ("/", "/plans/actif/actions/2.1/"))
    for retrait in retraits:
        assert lisible_html(f"Retiré pour cause : {retrait.quoi}") in lisible_html(accueil)
    assert lisible_html(f"Retiré pour cause : {retraits[1].quoi}") in lisible_html(page)
    assert MOTIF in lisible_html(page)
    retirer(action)
    assert "Retiré pour cause : Action 2.1" in lisible_html(client.get("/").content.decode())


def lisible_html(page: str) -> str:
    return html.unescape(page).replace("\u202f", " ").replace("\u00a0", " ")


def test_who_asks_is_shown_where_the_same_words_are_read_still(client_de, monde):
    """Minutes name the member whose name goes; a name may be short."""
    membre = monde[Membre, "nom"]
    membre.nom = "Li Wang"
    membre.save()
    autre = SeanceFactory(plan=membre.plan, numero="S8", invites="Li Wang")
    demande = demander(membre)
    adresse = f"/admin/partenariat/retrait/{demande.pk}/change/"
    page = client_de(UtilisateurFactory(coordination=True)).get(adresse).content.decode()
    assert f"?de=comite_seance:{autre.pk}" in page
    assert "Personnes invitées · Séance S8" in page
    retirer(autre, champ="invites")
    page = client_de(UtilisateurFactory(coordination=True)).get(adresse).content.decode()
    assert "Séance S8" not in page
