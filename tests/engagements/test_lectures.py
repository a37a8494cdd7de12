"""What a commitment keeps of its acts: the SQL against a plain Python reference, from the rule alone."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from engagements.models import Declaration, Engagement, Preuve, Verification
from engagements.models.etats import EN_VIGUEUR, Genre, TypeDePreuve, Verdict
from engagements.models.sommes import SOMMES
from partenariat.histoire.temps import au
from tests.factories import EngagementFactory, OrganisationFactory
from tests.partenariat.deux import Seconde

pytestmark = pytest.mark.django_db
ADRESSES = count()


def autre_adresse() -> str:
    """One is evidence of a commitment once."""
    return f"https://example.org/{next(ADRESSES)}"


REGLAGES = {"deadline": None, "phases": [Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink]}


# --- The reference ---------------------------------------------------------------------------------------


@dataclass
class Dite:
    """One declaration. `rang`: when, two may be of the same moment."""

    rang: int
    genre: str
    verdicts: list[str]


@dataclass
class Deposee:
    verdicts: list[str]
    corrigee: bool


@dataclass
class Cas:
    etat: str
    echeance: int | None
    """Days from today."""
    dites: list[Dite] = field(default_factory=list)
    deposees: list[Deposee] = field(default_factory=list)

    @property
    def lectures(self) -> dict:
        # What corrects a piece of evidence is one too, that nobody has looked at yet.
        courantes = [[] if d.corrigee else d.verdicts for d in self.deposees]
        verifiees = [v for v in courantes if "confirmee" in v and "contestee" not in v]
        # Of one moment, the last that was written: `max` alone keeps the first.
        derniere = max(reversed(self.dites), key=lambda d: d.rang, default=None)
        # « Rien à signaler » says nothing of what was said before.
        parole = max(reversed(self.dites), key=lambda d: (d.genre != "rien_a_signaler", d.rang), default=None)
        court = self.etat in EN_VIGUEUR
        return {
            "nb_preuves": len(courantes),
            "nb_preuves_verifiees": len(verifiees),
            "preuve": "verifiee" if verifiees else "deposee" if courantes else "sans",
            "conteste": court and parole is not None and self._conteste(parole),
            "a_verifier": (
                court and parole is not None and not parole.verdicts and parole.genre in ("avance", "tenu")
            ),
            "en_retard": court and self.echeance is not None and self.echeance < 0,
            "declare_le": derniere and derniere.rang,
            "dernier_mot": derniere.genre if derniere else "",
        }

    def _conteste(self, parole: Dite) -> bool:
        """Contested, or said kept again to a body that contested it and confirmed none since."""
        tenues = [d.verdicts for d in self.dites if d.genre == "tenu"]
        de_chacun = [[v[qui] for v in tenues if len(v) > qui] for qui in range(3)]
        fachees = any(verdicts and verdicts[-1] == "contestee" for verdicts in de_chacun)
        return "contestee" in parole.verdicts or (parole.genre == "tenu" and fachees)


VERDICTS = st.lists(st.sampled_from(Verdict.values), max_size=3)
CAS = st.builds(
    Cas,
    etat=st.sampled_from(["en_cours", "non_tenu"]),
    echeance=st.sampled_from([None, -1, 0, 1]),
    dites=st.lists(st.builds(Dite, st.integers(1, 3), st.sampled_from(Genre.values), VERDICTS), max_size=3),
    deposees=st.lists(st.builds(Deposee, VERDICTS, st.booleans()), max_size=3),
)


def inscrire(cas: Cas) -> tuple[Engagement, dict]:
    """The case, as its parties would have written it; and the moment of each rank."""
    depart = timezone.localtime() - timedelta(days=10)
    moments = {None: None} | {n: depart + timedelta(days=n) for n in range(1, 4)}
    jour = timezone.localdate() + timedelta(days=cas.echeance) if cas.echeance is not None else None
    engagement = EngagementFactory(signe=True, echeance=jour)
    partie = engagement.partie
    temoins = [engagement.envers, *OrganisationFactory.create_batch(2)]

    def verifier(verdicts: list[str], **chose) -> None:
        Verification.objects.bulk_create(
            Verification(organisation=temoin, verdict=verdict, texte="Vu.", **chose)
            for temoin, verdict in zip(temoins, verdicts, strict=False)
        )

    for dite in cas.dites:
        declaration = Declaration.objects.create(
            engagement=engagement,
            organisation=partie,
            genre=dite.genre,
            texte="Dit.",
            le=moments[dite.rang],
        )
        verifier(dite.verdicts, declaration=declaration)
    for deposee in cas.deposees:
        de = {"engagement": engagement, "organisation": partie, "type": TypeDePreuve.AUTRE}
        de |= {"titre": "Pièce", "adresse": autre_adresse()}
        preuve = Preuve.objects.create(**de)
        verifier(deposee.verdicts, preuve=preuve)
        if deposee.corrigee:
            Preuve.objects.create(**de, corrige=preuve)
    # Before anything else is written of the commitment, which would sum again.
    assert list(SOMMES.fausses()) == []
    for etat in ["en_cours"] if cas.etat == "en_cours" else ["en_cours", cas.etat]:
        Engagement.objects.filter(pk=engagement.pk).update(
            etat=etat, motif="Constaté." if etat == "non_tenu" else ""
        )
    return engagement, moments


def lire(engagement: Engagement) -> dict:
    lu = Engagement.objects.avec_lectures().get(pk=engagement.pk)
    # What a page says of each piece of evidence is what PostgreSQL counted.
    courantes = [preuve for preuve in lu.preuves.all() if preuve.courante]
    assert len(courantes) == lu.nb_preuves
    assert sum(preuve.verifiee for preuve in courantes) == lu.nb_preuves_verifiees
    return lu.lectures | {"dernier_mot": lu.dernier_mot}


@settings(max_examples=60, **REGLAGES)
@given(CAS)
def test_readings_are_those_of_the_rule(cas):
    with transaction.atomic():
        engagement, moments = inscrire(cas)
        attendu = cas.lectures
        assert lire(engagement) == attendu | {"declare_le": moments[attendu["declare_le"]]}
        assert list(SOMMES.fausses()) == []
        transaction.set_rollback(True)


# --- Whoever writes ----------------------------------------------------------------------------------------


def test_a_fresh_one_has_nothing():
    assert lire(EngagementFactory()) == Cas("propose", None).lectures


def test_nobody_sets_them_otherwise():
    engagement = EngagementFactory(en_cours=True)
    avant = lire(engagement)
    Engagement.objects.filter(pk=engagement.pk).update(
        nb_preuves=9, nb_preuves_verifiees=9, dernier_mot_conteste=True, declare_le=None
    )
    assert lire(engagement) == avant


def test_an_act_moves_no_version():
    engagement = EngagementFactory(en_cours=True)
    Preuve.objects.create(
        engagement=engagement,
        organisation=engagement.partie,
        type=TypeDePreuve.AUTRE,
        titre="Pièce",
        adresse="https://example.org/",
    )
    lu = Engagement.objects.get(pk=engagement.pk)
    assert (lu.version, lu.nb_preuves) == (engagement.version, 1)


@pytest.mark.django_db(transaction=True)
def test_the_readings_of_the_past_are_those_of_the_day(maintenant):
    engagement = EngagementFactory(en_cours=True)
    avant = maintenant()
    declaration = engagement.declarations.get()
    Verification.objects.create(
        declaration=declaration, organisation=engagement.envers, verdict=Verdict.CONTESTEE, texte="Non."
    )
    with au(avant):
        assert (lire(engagement)["conteste"], lire(engagement)["a_verifier"]) == (False, True)
    assert (lire(engagement)["conteste"], lire(engagement)["a_verifier"]) == (True, False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("chose", ["preuve", "verification"])
def test_two_acts_at_once_are_both_counted(chose):
    """The second begins while the first has written and not committed: it waits, then sums both."""
    engagement = EngagementFactory(en_cours=True)
    declaration = engagement.declarations.get()

    def deposer():
        de = {"engagement": engagement, "organisation": engagement.partie, "type": TypeDePreuve.AUTRE}
        Preuve.objects.create(**de, titre="Pièce", adresse=autre_adresse())

    def verifier():
        Verification.objects.create(
            declaration=declaration, organisation=engagement.envers, verdict=Verdict.CONFIRMEE
        )

    seconde = Seconde(deposer if chose == "preuve" else verifier)
    with transaction.atomic():
        deposer()
        seconde.start()
        assert seconde.attend()
    seconde.join(20)
    assert seconde.erreur is None
    lues = lire(engagement)
    assert lues["nb_preuves"] == (2 if chose == "preuve" else 1)
    assert lues["a_verifier"] is (chose == "preuve")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("chose", ["preuve", "declaration", "verification d'une preuve"])
def test_an_act_takes_at_once_the_hold_that_it_sums_under(chose):
    """Two that shared the commitment before they sum would wait for each other for ever."""
    engagement = EngagementFactory(en_cours=True)
    de = {"engagement": engagement, "organisation": engagement.partie}
    piece = {**de, "type": TypeDePreuve.AUTRE, "titre": "Pièce"}
    preuve = Preuve.objects.create(**piece, adresse=autre_adresse())
    temoins = iter([engagement.envers, OrganisationFactory()])
    chose_verifiee = (
        {"preuve": preuve} if chose.endswith("preuve") else {"declaration": engagement.declarations.get()}
    )

    def ecrire():
        if chose == "preuve":
            Preuve.objects.create(**piece, adresse=autre_adresse())
        else:
            Verification.objects.create(
                organisation=next(temoins), verdict=Verdict.CONFIRMEE, **chose_verifiee
            )

    seconde = Seconde(ecrire)
    with transaction.atomic():
        with connection.cursor() as curseur:
            curseur.execute("SELECT 1 FROM engagements_engagement WHERE id = %s FOR SHARE", [engagement.pk])
        seconde.start()
        assert seconde.attend()
        ecrire()
    seconde.join(20)
    assert seconde.erreur is None
    assert list(SOMMES.fausses()) == []


C, K = Verdict.CONFIRMEE, Verdict.CONTESTEE


@pytest.mark.parametrize("corrigee", [False, True], ids=["courante", "corrigée"])
@pytest.mark.parametrize(
    ("verdicts", "verifiee"),
    [
        ([], False),
        ([C], True),
        ([K], False),
        ([C, C], True),
        ([C, K], False),
        ([K, C], False),
        ([K, K], False),
    ],
    ids=lambda lu: "-".join(lu) or "aucun" if isinstance(lu, list) else "",
)
def test_verified_and_current_are_the_same_on_the_page_in_lists_and_in_the_sums(verdicts, verifiee, corrigee):
    cas = Cas("en_cours", None, deposees=[Deposee(verdicts, corrigee)])
    engagement, _moments = inscrire(cas)
    premiere, *correction = engagement.preuves.order_by("pk")
    assert (premiere.verifiee, premiere.courante) == (verifiee, not corrigee)
    assert list(engagement.preuves.courantes()) == (correction or [premiere])
    assert all(preuve.courante and not preuve.verifiee for preuve in correction)
    lu = lire(engagement)
    assert (lu["nb_preuves"], lu["nb_preuves_verifiees"]) == (1, int(verifiee and not corrigee))


def test_the_check_names_what_a_sleeping_guard_let_through():
    engagement = EngagementFactory(en_cours=True)
    with connection.cursor() as curseur:
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
        curseur.execute("ALTER TABLE engagements_engagement DISABLE TRIGGER USER")
    Engagement.objects.filter(pk=engagement.pk).update(nb_preuves=4)
    assert list(SOMMES.fausses()) == [f"{engagement.plan.slug}:{engagement.code}"]
