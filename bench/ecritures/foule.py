"""The hands at work, each in a thread and a connection of its own."""

import re
import time
import traceback
from collections.abc import Callable
from html import unescape
from pathlib import Path
from threading import Barrier, Thread

from django.db import connections
from django.http import HttpResponse
from django.utils import timezone

from bench.ecritures.ecrans import ECRANS, Champs, Ecran, Saisie
from bench.ecritures.registre import Edition, Touche
from bench.ecritures.scene import Main
from tests.formulaires import texte

PENSER = 0.2
"""Seconds at most between a form that is read and the same form sent."""
INTERNES = re.compile(r"deadlock|interblocage|Traceback|psycopg|OperationalError", re.IGNORECASE)
"""What no page ever says to the person who writes."""
DIT = re.compile(r'role="alert".*?</(?:section|div)>', re.DOTALL)

REFUSEE = re.compile(r'<tr class="refusee">\s*<th scope="row" id="n(\d+)"')
"""A row of a list that is refused, by its key."""


def ecrire_a_la_fois(
    mains: list[Main], editions: int, penser: float = PENSER, dire: Callable[[int], None] = lambda _n: None
) -> list[Edition]:
    """Does that many edits in all, as many a hand; gives what each was answered.

    Args:
        penser: seconds at most that one takes to fill a form.
        dire: told how many are done, now and then.
    """
    faites: list[Edition] = []
    depart = Barrier(len(mains))
    erreurs: list[BaseException] = []

    def travailler(main: Main, combien: int) -> None:
        try:
            depart.wait()
            while combien > 0:
                suite = _editer(main, penser, combien)
                faites.extend(suite)
                combien -= len(suite)
                dire(len(faites))
        except BaseException as erreur:  # told to who waits for them all
            erreurs.append(erreur)
        finally:
            connections.close_all()

    parts = [editions // len(mains) + (rang < editions % len(mains)) for rang in range(len(mains))]
    fils = [Thread(target=travailler, args=part) for part in zip(mains, parts, strict=True)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    if erreurs:
        raise erreurs[0]
    return faites


def _editer(main: Main, penser: float, au_plus: int) -> list[Edition]:
    """One form, opened, filled and sent; once more, as one does, where what somebody else wrote is told."""
    ecran = main.hasard.choice(ECRANS)(main, main.action())
    ouverte, debut = timezone.now(), time.monotonic()
    reponse = main.client.get(ecran.adresse)
    ouverture = time.monotonic() - debut
    champs = ecran.lire(reponse)
    saisies = ecran.remplir(champs)
    if not saisies:
        return []
    time.sleep(main.hasard.random() * penser)
    edition, reponse = _envoyer(main, ecran, champs, saisies, ouverte)
    edition.ouverture = ouverture
    if not edition.refusees or edition.fautes or reponse.status_code != 200:
        return [edition]
    if au_plus == 1 or main.hasard.random() < 0.3:
        return [edition]
    rendus = ecran.lire(reponse)
    encore = _encore(ecran, rendus, edition.refusees)
    if not encore:
        return [edition]
    seconde, _reponse = _envoyer(main, ecran, rendus, encore, edition.repondue)
    seconde.reprend = edition
    return [edition, seconde]


def _encore(ecran: Ecran, rendus: Champs, refusees: list[Touche]) -> list[Saisie]:
    """What the form given back still says; what somebody else wrote alike meanwhile is typed no more."""
    encore = [
        Saisie(nom, touche.modele, touche.cle, touche.champ, touche.saisi, f"initial-{nom}" in rendus)
        for touche in refusees
        if (nom := ecran.nom_de(rendus, touche)) and rendus.get(f"initial-{nom}") != [touche.saisi]
    ]
    if ecran.par_rangee:
        # The reason written once for all the rows is that of the rows whose status is typed.
        avec = {saisie.cle for saisie in encore if saisie.champ == "statut"}
        encore = [saisie for saisie in encore if saisie.champ != "motif" or saisie.cle in avec]
    return encore


def _envoyer(
    main: Main, ecran: Ecran, champs: Champs, saisies: list[Saisie], ouverte
) -> tuple[Edition, HttpResponse]:
    touches = [
        Touche(s.modele, s.cle, s.champ, s.valeur, champs.get(f"initial-{s.nom}", [""])[0] if s.vue else None)
        for s in saisies
    ]
    envoi = {**champs, **{s.nom: [s.valeur] for s in saisies}, **ecran.bouton}
    envoyee = timezone.now()
    reponse = main.client.post(ecran.adresse, envoi)
    edition = Edition(
        main.personne, ecran.nom, touches, ouverte, envoyee, timezone.now(), reponse.status_code
    )
    if reponse.status_code != 302:
        _lire_le_refus(edition, ecran, reponse)
    return edition, reponse


def _lire_le_refus(edition: Edition, ecran: Ecran, reponse: HttpResponse) -> None:
    """What is refused, why, and whether what was typed is given back."""
    page, lue = reponse.content.decode(), texte(reponse)
    edition.refusees = list(edition.touches)
    if reponse.status_code not in (200, 503):
        edition.fautes.append(f"réponse {reponse.status_code} ({_erreur(reponse)})")
        return
    if trouve := INTERNES.search(lue):
        edition.fautes.append(f"la page dit « {trouve[0]} »")
    dits = [" ".join(unescape(re.sub(r"<[^>]+>", " ", un)).split()) for un in DIT.findall(page)]
    edition.phrase = " ".join(dit.partition(">")[2] or dit for dit in dits) if dits else lue[:200]
    if reponse.status_code == 200 and not dits:
        edition.fautes.append("un refus sans raison")
    rendus = ecran.lire(reponse) if reponse.status_code == 200 else {}
    if ecran.par_rangee and reponse.status_code == 200:
        refusees = {int(cle) for cle in REFUSEE.findall(page)}
        edition.refusees = [touche for touche in edition.touches if touche.cle in refusees]
    for touche in edition.refusees:
        if not _rendue(ecran, rendus, touche) and touche.saisi not in lue:
            edition.fautes.append(f"« {touche.saisi} » n'est pas rendu")


def _erreur(reponse: HttpResponse) -> str:
    """What failed, and where: a server that answers 500 says nothing of it."""
    info = getattr(reponse, "exc_info", None)
    if not info:
        return ""
    lieux = [f"{Path(lieu.filename).name}:{lieu.lineno}" for lieu in traceback.extract_tb(info[2])]
    return f"{info[1]!r} ← {' ← '.join(lieux[::-1][:12])}"


def _rendue(ecran: Ecran, rendus: Champs, touche: Touche) -> bool:
    nom = ecran.nom_de(rendus, touche)
    return bool(nom) and rendus.get(nom) == [touche.saisi]
