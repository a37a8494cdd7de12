"""What was typed is named by the words of its own form."""

import pytest

from partenariat.une_fois.saisie import textes_de

LUS = {
    "une déclaration": ([("genre", "avance"), ("texte", "Le bail.")], "Précisions", "Le bail."),
    "sa réponse": ([("genre", "avance"), ("texte", "Le bail.")], "Votre réponse", "Avancé"),
    "un jour": (
        [("titre", "Bail"), ("type", "entente"), ("date", "2026-11-20")],
        "Date du document",
        "20\xa0novembre\xa02026",
    ),
    "pas un jour": (
        [("titre", "Bail"), ("type", "entente"), ("date", "demain")],
        "Date du document",
        "demain",
    ),
    "une ligne": ([("jalons-1-echeance", "2026-11-20")], "Jalon 2 · Échéance", "20\xa0novembre\xa02026"),
    "un report": ([("motif_report", "Bail retardé")], "Motif du report", "Bail retardé"),
}


@pytest.mark.parametrize(("dits", "nom", "valeur"), LUS.values(), ids=LUS)
def test_a_field_bears_the_words_of_its_form(dits, nom, valeur):
    lus = {dit.nom: dit.valeur for dit in textes_de(dits, [])}
    assert nom in lus, lus
    assert lus[nom] == valeur


def test_what_the_site_put_in_a_row_is_not_said_to_have_been_written():
    """The history of a record has an `id` of its own, which is no key of it."""
    assert textes_de([("jalons-0-id", "25"), ("id", "1")], []) == []


def test_a_file_is_named_once():
    dits = textes_de([("titre", "Bail"), ("fichier", "")], [("fichier", "bail.pdf")])
    assert [dit.valeur for dit in dits].count("bail.pdf") == 1
