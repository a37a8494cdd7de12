"""What is withdrawn for cause is nowhere, whatever the day that is asked for; that it was is said."""

import hashlib
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from engagements.models import Acteur
from engagements.models.etats import Genre, Verdict
from partenariat.donnees.depots import examiner
from partenariat.histoire.revision import revision
from partenariat.models import Retrait
from partenariat.presentation.formats import date_longue
from partenariat.retraits.modele import RetraitRefuse
from tests.actions.refus import modifie, refusee
from tests.factories import (
    ActionFactory,
    AxeFactory,
    DocumentFactory,
    EngagementFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    NouvelleFactory,
    OrganisationFactory,
    PlanFactory,
    UtilisateurFactory,
)
from tests.passe import reculer
from tests.reponses import corps
from tests.retraits import MOTIF, demander, lire, retirer
from tests.test_adresses import DURABLES, remplir

pytestmark = pytest.mark.django_db
HIER = timezone.localdate() - timedelta(days=1)
# What is withdrawn, and the word that only it holds.
MOTS = {
    "nouvelle": "zirconium",
    "document": "vanadium",
    "jalon": "rhodium",
    "indicateur": "iridium",
    "action": "osmium",
    "engagement": "niobium",
    "declaration": "ruthenium",
    "verification": "thulium",
    "reponse": "holmium",
    "preuve": "erbium",
    "fichier": "gallium",
    "signature": "lutetium",
}


@pytest.fixture
def publics():
    """Public records, each with its word; `autre` is an action of its own, that goes whole."""
    plan = PlanFactory(actif=True)
    axe = AxeFactory(plan=plan, numero=1)
    action = ActionFactory(plan=plan, axe=axe, code="1.1", publiee=True)
    autre = ActionFactory(
        plan=plan,
        axe=axe,
        code="1.2",
        publiee=True,
        **dict.fromkeys(("titre", "titre_en", "description", "texte_officiel"), f"Projet {MOTS['action']}"),
    )
    NouvelleFactory(action=autre, texte=f"Voici {MOTS['action']}.", publique=True)
    JalonFactory(action=autre, titre=f"Livrer {MOTS['action']}", atteint=True)
    ville, partie = OrganisationFactory(service=True), OrganisationFactory()
    engagement = EngagementFactory(
        plan=plan, code="E1", partie=partie, envers=ville, publie=True, titre=f"Offrir {MOTS['engagement']}",
        texte=f"Nous offrons {MOTS['engagement']}.",
    )  # fmt: skip
    for cote in (partie, ville):
        nom = f"Camille {MOTS['signature']}" if cote == partie else "Dominique Roy"
        signature = engagement.signer(
            Acteur(cote), nom=nom, fonction="Direction", empreinte=engagement.empreinte
        )
        if cote == partie:
            signee = signature
    engagement.actions.add(action)
    declaration = engagement.declarer(Acteur(partie), Genre.TENU, f"Voici {MOTS['declaration']}.")
    verification = declaration.verifier(
        Acteur(ville), Verdict.CONTESTEE, f"Il manque {MOTS['verification']}."
    )
    indicateur = IndicateurFactory(action=action, nom=f"Part de {MOTS['indicateur']}")
    MesureFactory(indicateur=indicateur)
    contenu = f"%PDF-1.7\n{MOTS['fichier']}\n%%EOF\n".encode()
    return {
        "nouvelle": NouvelleFactory(action=action, texte=f"Voici {MOTS['nouvelle']}.", publique=True),
        "document": DocumentFactory(action=action, titre=MOTS["document"]),
        "jalon": JalonFactory(action=action, titre=f"Livrer {MOTS['jalon']}", atteint=True),
        "indicateur": indicateur,
        "action": autre,
        "engagement": engagement,
        "declaration": declaration,
        "verification": verification,
        "reponse": verification.repondre(Acteur(partie), f"Le voici: {MOTS['reponse']}."),
        "preuve": engagement.deposer(
            Acteur(partie),
            type_="rapport",
            titre=f"Bilan {MOTS['preuve']}",
            source=f"https://exemple.test/{MOTS['preuve']}",
        ),
        "fichier": engagement.deposer(
            Acteur(partie),
            type_="rapport",
            titre=f"Plan {MOTS['fichier']}",
            source=examiner(ContentFile(contenu, f"{MOTS['fichier']}.pdf")),
        ),
        "signature": signee,
    }


def adresses(publics: dict) -> list[str]:
    """Every public address of the site that these records give, today and on the day before."""
    valeurs = {
        "numero": "1", "annee": 2025, "slug": publics["engagement"].partie.slug, "plan": "actif",
        "jeton": "inconnu", "empreinte": "0" * 64, "pk": publics["fichier"].pk,
    }  # fmt: skip
    chemins = [f"/plans/actif/actions/{suite}" for suite in ("1.2/", "?q=projet", f"?q={MOTS['action']}")]
    for route, nom in DURABLES:
        if nom in ("bilan", "bilan-pdf"):
            continue
        code = "E1" if nom.startswith("engagement") else "1.1"
        formats = ("csv", "json", "xlsx") if "format_" in route else ("",)
        chemins += [remplir(route, {**valeurs, "code": code, "format_": f}) for f in formats]
    tous = [*chemins, *(f"/en{chemin}" for chemin in chemins)]
    return [*tous, *(f"{chemin}{'&' if '?' in chemin else '?'}au={HIER}" for chemin in tous)]


def ou(mot: str, lus: dict[str, str]) -> list[str]:
    """The addresses that say that word; a page of results repeats what one looked for."""
    return [adresse for adresse, texte in lus.items() if mot in texte and "?q=" not in adresse]


def test_what_is_withdrawn_is_nowhere_today_nor_in_the_past(publics):
    reculer(3)
    avant = lire(adresses(publics))
    for nom, mot in MOTS.items():
        trouvees = ou(mot, avant)
        assert {"au=" in adresse for adresse in trouvees} == {True, False}, f"{nom} : rien à retirer"
    for objet in publics.values():
        retrait = retirer(objet)
    apres = lire(adresses(publics))
    for nom, mot in MOTS.items():
        assert ou(mot, apres) == [], nom
    dit = retrait.dit
    for page in ("actions/1.1/", "engagements/E1/", "donnees/preuves.csv", f"actions/1.1/?au={HIER}"):
        adresse = f"/plans/actif/{page}"
        assert dit in apres[adresse], adresse


@pytest.mark.parametrize(
    "chemin", ["actions/1.2/", "engagements/E1/preuves/{pk}/"], ids=["action", "fichier"]
)
@pytest.mark.parametrize("quand", ["", f"?au={HIER}"], ids=["aujourd_hui", "hier"])
def test_the_address_of_what_is_gone_says_since_when_and_why(client, publics, chemin, quand):
    reculer(3)
    chemin = f"/plans/actif/{chemin.format(pk=publics['fichier'].pk)}{quand}"
    avant = client.get(chemin)
    corps(avant)
    assert avant.status_code == 200
    for nom in ("action", "fichier"):
        retirer(publics[nom])
    reponse = client.get(chemin)
    assert reponse.status_code == 410
    jour = date_longue(timezone.localdate())
    for dit in (f"Retiré du site le {jour}", MOTIF.replace("'", "&#x27;"), "/retraits/"):
        assert dit in reponse.content.decode()


def test_the_register_says_what_was_withdrawn_and_why_once_it_is_confirmed(client, publics):
    demande = demander(publics["nouvelle"])
    assert demande.quoi not in client.get("/retraits/").content.decode()
    demande.confirmer(UtilisateurFactory(coordination=True))
    retirer(publics["action"])
    page = client.get("/retraits/").content.decode()
    assert page.count('<tr id="retrait-') == 2, "what goes with an action is told with it"
    for dit in (demande.quoi, "Action 1.2", "2 choses", "Renseignement personnel"):
        assert dit in page


def test_what_is_only_asked_for_changes_nothing(client, publics):
    demander(publics["nouvelle"])
    refuse = demander(publics["declaration"])
    refuse.refuser(UtilisateurFactory(coordination=True))
    assert MOTS["nouvelle"] in client.get("/plans/actif/actions/1.1/").content.decode()
    assert MOTS["declaration"] in client.get("/plans/actif/engagements/E1/").content.decode()
    demander(publics["declaration"])


def test_a_confirmed_withdrawal_moves_what_the_cache_of_pages_is_keyed_on(publics):
    demande = demander(publics["declaration"])
    avant = revision()
    demande.confirmer(UtilisateurFactory(coordination=True))
    assert revision() > avant


def test_four_eyes_of_the_coordination(publics):
    demande = demander(publics["nouvelle"])
    for personne in (
        demande.demande_par,
        UtilisateurFactory(redaction=True),
        UtilisateurFactory(comite=True),
    ):
        with pytest.raises(RetraitRefuse):
            demande.confirmer(personne)
        assert not demande.peut_confirmer(personne)
    with pytest.raises(RetraitRefuse):
        Retrait.demander(
            publics["jalon"], UtilisateurFactory(redaction=True), cause="publie_par_erreur", motif=MOTIF
        )
    with pytest.raises(RetraitRefuse):
        demander(publics["action"].axe)


@pytest.mark.parametrize("motif", ["", "N/A", "sans motif", "123"])
def test_a_withdrawal_says_why(publics, motif):
    with pytest.raises(ValidationError):
        demander(publics["nouvelle"], motif=motif)


def test_nothing_is_withdrawn_twice(publics):
    retirer(publics["nouvelle"])
    with pytest.raises(ValidationError):
        demander(publics["nouvelle"])


def test_part_of_an_action_that_waits_is_settled_before_the_action_goes(publics):
    partie = publics["action"].nouvelles.get()
    premiere = demander(partie)
    action = demander(publics["action"])
    with pytest.raises(RetraitRefuse, match="Nouvelle"):
        action.confirmer(UtilisateurFactory(coordination=True))
    premiere.confirmer(UtilisateurFactory(coordination=True))
    action.refresh_from_db()
    action.confirmer(UtilisateurFactory(coordination=True))
    assert set(action.suites.values_list("relation", flat=True)) == {"actions_jalon"}


def test_what_counted_counts_still(publics):
    engagement = publics["engagement"]
    for nom in ("declaration", "preuve", "verification", "nouvelle"):
        retirer(publics[nom])
    avant = (engagement.nb_preuves, engagement.dernier_mot, engagement.etat)
    engagement.refresh_from_db()
    assert (engagement.nb_preuves, engagement.dernier_mot, engagement.etat) == (2, Genre.TENU, avant[2])


def test_the_fingerprints_of_every_wording_are_kept(publics):
    nouvelle = publics["nouvelle"]
    dits = [nouvelle.texte, "Voici mieux."]
    nouvelle.texte = dits[1]
    nouvelle.save()
    retrait = retirer(nouvelle)
    assert set(retrait.empreintes["texte"]) == {hashlib.sha256(dit.encode()).hexdigest() for dit in dits}
    assert retirer(publics["fichier"]).empreintes["fichier"] == [publics["fichier"].empreinte]
    signature = publics["signature"]
    assert signature.empreinte in retirer(publics["engagement"]).empreintes["texte_fige"]


# --- SQL of the web --------------------------------------------------------------------------------------


@pytest.fixture
def au_web(role_web, publics):
    """Two withdrawals: `demande`, which waits, and `confirme`."""
    return {"demande": demander(publics["jalon"]), "confirme": retirer(publics["nouvelle"]), **publics}


CONFIRMER = {"etat": "confirme", "decide_le": "now"}
REPRENDRE = {"etat": "demande", "decide_par": None, "decide_le": None}
# What the web tries, on which of them, and what refuses it.
REFUS = {
    "se confirmer": ("demande", {**CONFIRMER, "decide_par": "demande_par"}, "retrait_quatre_yeux"),
    "confirmer par personne": ("demande", CONFIRMER, "retrait_decide_par_quelqu_un"),
    "confirmer par un autre role": (
        "demande",
        {**CONFIRMER, "decide_par": "redaction"},
        "retrait_decide_par_quelqu_un",
    ),
    "changer qui demande": ("demande", {"demande_par": "coordination"}, "retrait_demande_fige"),
    "viser autre chose": ("demande", {"cle": 1}, "retrait_demande_fige"),
    "reprendre": ("confirme", REPRENDRE, "retrait_decide_fige"),
    "refuser apres": ("confirme", {"etat": "refuse"}, "retrait_decide_fige"),
    "dire autre chose": ("confirme", {"dit": "Rien."}, "retrait_decide_fige"),
    "changer une empreinte": ("confirme", {"empreintes": "aucune"}, "retrait_empreintes_figees"),
    "dire caviarde": ("confirme", {"caviarde_le": "now"}, "retrait_demande_fige"),
    "dire compacte": ("confirme", {"compacte_le": "now"}, "retrait_demande_fige"),
    "remettre les mots": ("nouvelle", {"texte": "Voici zirconium."}, "retrait_tenu"),
}


@pytest.mark.xdist_group("role_web")
@pytest.mark.parametrize(("chose", "champs", "contrainte"), REFUS.values(), ids=REFUS)
def test_the_web_neither_settles_alone_nor_undoes(comme_le_web, au_web, chose, champs, contrainte):
    qui = {
        "demande_par": au_web["demande"].demande_par,
        "redaction": UtilisateurFactory(redaction=True),
        "coordination": UtilisateurFactory(coordination=True),
        "now": timezone.now(),
    }
    change = {nom: qui.get(valeur, valeur) for nom, valeur in champs.items()}
    with refusee(contrainte):
        comme_le_web(lambda: modifie(au_web[chose], **change), par=change.get("decide_par"))


@pytest.mark.xdist_group("role_web")
def test_the_web_erases_no_withdrawal_and_writes_none_that_is_settled(comme_le_web, au_web):
    with refusee("retrait_ineffacable"):
        comme_le_web(lambda: Retrait.objects.all().delete())
    qui, autre = UtilisateurFactory(coordination=True), UtilisateurFactory(coordination=True)
    fait = {
        "relation": "engagements_declaration", "cle": au_web["declaration"].pk, "quoi": "Déclaration",
        "motif": MOTIF, "cause": "publie_par_erreur", "demande_par": qui,
    }  # fmt: skip
    decide = {"etat": "confirme", "decide_par": autre, "decide_le": timezone.now()}
    for contrainte, champs in {
        "retrait_commence_demande": {**fait, **decide},
        "retrait_relation_connue": {**fait, "relation": "auth_group"},
        "retrait_de_quelque_chose": {**fait, "cle": 999_999},
        "retrait_demande_par_quelqu_un": {**fait, "demande_par": UtilisateurFactory(comite=True)},
    }.items():
        with refusee(contrainte):
            comme_le_web(lambda champs=champs: Retrait.objects.create(**champs), par=champs["demande_par"])


@pytest.mark.xdist_group("role_web")
def test_sql_of_one_session_is_not_two_pairs_of_eyes(comme_le_web, au_web):
    moi, autre = UtilisateurFactory(coordination=True), UtilisateurFactory(coordination=True)
    demande = Retrait.objects.filter(pk=au_web["demande"].pk)
    confirme = {"etat": "confirme", "decide_par": autre, "decide_le": timezone.now()}
    for par in (moi, None):
        with refusee("retrait_decide_par_quelqu_un"):
            comme_le_web(lambda: demande.update(**confirme), par=par)
        with refusee("retrait_demande_par_quelqu_un"):
            comme_le_web(lambda: demander(au_web["declaration"], autre), par=par)


@pytest.mark.xdist_group("role_web")
def test_the_web_confirms_and_the_words_are_gone_where_it_may_write_nothing(comme_le_web, au_web):
    demande = demander(au_web["declaration"])
    autre = UtilisateurFactory(coordination=True)
    comme_le_web(lambda: demande.confirmer(autre), par=autre)
    au_web["declaration"].refresh_from_db()
    jour = date_longue(timezone.localdate())
    assert au_web["declaration"].texte == demande.dit == f"[retiré du site le {jour}]"


@pytest.mark.xdist_group("role_web")
def test_a_mask_is_no_way_past_the_other_guards(comme_le_web, au_web):
    """What lets the mask through lets nothing else through beside it."""
    with refusee("nouvelle_cree_le_figee"):
        comme_le_web(lambda: modifie(au_web["nouvelle"], cree_le=timezone.now() - timedelta(days=9)))


# --- Back office -----------------------------------------------------------------------------------------


def test_one_asks_from_the_page_of_a_record_and_another_confirms(client_de, publics):
    un, autre = UtilisateurFactory(coordination=True), UtilisateurFactory(coordination=True)
    page = client_de(un).get(f"/admin/actions/action/{publics['action'].pk}/change/").content.decode()
    demande = f"/admin/partenariat/retrait/add/?de=actions_action:{publics['action'].pk}"
    assert demande in page
    formulaire = client_de(un).get(demande).content.decode()
    partie = publics["action"].nouvelles.get()
    assert f'value="actions_nouvelle:{partie.pk}"' in formulaire
    envoi = {"chose": f"actions_nouvelle:{partie.pk}", "cause": "publie_par_erreur", "motif": MOTIF}
    client_de(un).post(demande, envoi)
    retrait = Retrait.objects.get()
    adresse = f"/admin/partenariat/retrait/{retrait.pk}/change/"
    assert "_confirmer" not in client_de(un).get(adresse).content.decode()
    client_de(un).post(adresse, {"_confirmer": "1"})
    retrait.refresh_from_db()
    assert retrait.etat == "demande", "nobody confirms what they asked for"
    assert "_confirmer" in client_de(autre).get(adresse).content.decode()
    client_de(autre).post(adresse, {"_confirmer": "1"})
    partie.refresh_from_db()
    assert partie.texte.startswith("[retiré du site le ")


def test_what_is_not_on_the_page_cannot_be_asked_for_from_it(client_de, publics):
    demande = f"/admin/partenariat/retrait/add/?de=actions_action:{publics['action'].pk}"
    envoi = {
        "chose": f"actions_nouvelle:{publics['nouvelle'].pk}",
        "cause": "publie_par_erreur",
        "motif": MOTIF,
    }
    client_de(UtilisateurFactory(coordination=True)).post(demande, envoi)
    assert not Retrait.objects.exists()


def test_the_writers_do_not_see_the_door(client_de, publics):
    redaction = UtilisateurFactory(redaction=True, organisation=publics["action"].responsable)
    page = client_de(redaction).get(f"/admin/actions/action/{publics['action'].pk}/change/").content.decode()
    assert "partenariat/retrait" not in page
