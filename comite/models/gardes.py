"""The guards of the committee in PostgreSQL: what a page refuses, an import or the shell cannot do either."""

import pgtrigger

from actions.models.gardes import refus
from comite.models.etats import PASSAGES

_PERMIS = " OR ".join(
    f"(OLD.etat = '{de}' AND NEW.etat IN ({', '.join(repr(vers.value) for vers in suites)}))"
    for de, suites in PASSAGES.items()
    if suites
)

SEANCE = [
    pgtrigger.Trigger(
        name="etat_permis",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__etat__df=pgtrigger.F("new__etat")),
        func=f"IF NOT ({_PERMIS}) THEN "
        + refus("seance_passage_permis", "Cet état ne peut pas suivre celui-là.")
        + " END IF; RETURN NEW;",
    ),
    pgtrigger.Trigger(
        name="approbation",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=(
            "IF TG_OP = 'UPDATE' AND OLD.etat_pv = 'approuve' "
            "AND to_jsonb(NEW) - 'version' <> to_jsonb(OLD) - 'version' THEN "
            + refus("seance_pv_fige", "Un procès-verbal approuvé ne se modifie plus.")
            + " END IF; IF NEW.approuve_a_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM comite_seance s "
            "WHERE s.id = NEW.approuve_a_id AND s.plan_id = NEW.plan_id AND s.date > NEW.date "
            "AND s.etat IN ('convoquee', 'tenue')) THEN "
            + refus(
                "seance_pv_approuve_plus_tard",
                "Un procès-verbal s'approuve à une séance tenue plus tard, du même plan.",
            )
            + " END IF; IF TG_OP = 'UPDATE' AND EXISTS (SELECT 1 FROM comite_seance s "
            "WHERE s.approuve_a_id = NEW.id AND (s.plan_id <> NEW.plan_id OR s.date >= NEW.date "
            "OR NEW.etat NOT IN ('convoquee', 'tenue'))) THEN "
            + refus(
                "seance_approuve_d_autres",
                "Un procès-verbal a été approuvé à cette séance : elle reste plus tard que lui.",
            )
            + " END IF; RETURN NEW;"
        ),
    ),
    pgtrigger.Trigger(
        name="version",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(exclude=["version"]),
        func="IF NEW.version = OLD.version THEN NEW.version := OLD.version + 1; END IF; RETURN NEW;",
    ),
    pgtrigger.Trigger(
        name="tenue_gardee",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        condition=pgtrigger.Q(old__etat="tenue"),
        func=refus("seance_tenue_gardee", "Une séance tenue ne s'efface pas."),
    ),
]


def fige(nom: str, libres: tuple[str, ...] = ()) -> pgtrigger.Trigger:
    """Trigger on a part of a meeting: once its minutes are approved, nothing of it changes.

    Args:
        nom: the model's name, by which the refused constraint is called `<nom>_pv_approuve`.
        libres: columns that life goes on changing (where a follow-up stands).
    """
    sans = "".join(f" - '{colonne}'" for colonne in libres)
    reste = (
        f"IF TG_OP = 'UPDATE' AND to_jsonb(NEW){sans} = to_jsonb(OLD){sans} THEN RETURN NEW; END IF; "
        if libres
        else ""
    )
    return pgtrigger.Trigger(
        name="pv_approuve",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("ligne", "record")],
        func=(
            reste + "IF TG_OP = 'DELETE' THEN ligne := OLD; ELSE ligne := NEW; END IF; "
            "IF EXISTS (SELECT 1 FROM comite_seance WHERE etat_pv = 'approuve' "
            "AND (id = ligne.seance_id OR TG_OP = 'UPDATE' AND id = OLD.seance_id)) THEN "
            + refus(f"{nom}_pv_approuve", "Le procès-verbal de cette séance est approuvé : rien n'y change.")
            + " END IF; RETURN ligne;"
        ),
    )


MEMBRE_DU_PLAN = pgtrigger.Trigger(
    name="membre_du_plan",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func=(
        "IF NOT EXISTS (SELECT 1 FROM comite_membre m JOIN comite_seance s ON s.plan_id = m.plan_id "
        "WHERE m.id = NEW.membre_id AND s.id = NEW.seance_id) THEN "
        + refus("presence_membre_du_plan", "Cette personne siège au comité d'un autre plan.")
        + " END IF; RETURN NEW;"
    ),
)

OBJETS_DU_PLAN = pgtrigger.Trigger(
    name="objets_du_plan",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    declare=[("plan_vise", "bigint")],
    func=(
        "SELECT plan_id INTO plan_vise FROM comite_seance WHERE id = NEW.seance_id; "
        "IF NEW.action_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM actions_action "
        "WHERE id = NEW.action_id AND plan_id = plan_vise) OR NEW.engagement_id IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM engagements_engagement "
        "WHERE id = NEW.engagement_id AND plan_id = plan_vise) THEN "
        + refus("comite_objets_du_plan", "L'action ou l'engagement est d'un autre plan que la séance.")
        + " END IF; RETURN NEW;"
    ),
)

DECISION_COHERENTE = pgtrigger.Trigger(
    name="coherente",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func=(
        "IF TG_OP = 'INSERT' AND NOT EXISTS (SELECT 1 FROM comite_seance WHERE id = NEW.seance_id "
        "AND etat IN ('convoquee', 'tenue')) THEN "
        + refus("decision_seance_tenue", "Une décision se prend à une séance qui se tient.")
        + " END IF; IF NEW.point_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM comite_point "
        "WHERE id = NEW.point_id AND seance_id = NEW.seance_id) THEN "
        + refus("decision_point_de_la_seance", "Ce point est à l'ordre du jour d'une autre séance.")
        + " END IF; IF NEW.jalon_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM actions_jalon "
        "WHERE id = NEW.jalon_id AND action_id = NEW.action_id) THEN "
        + refus("decision_jalon_de_l_action", "Ce jalon est d'une autre action.")
        + " END IF; IF EXISTS (SELECT 1 FROM comite_decision d "
        "JOIN comite_seance s ON s.id = d.seance_id JOIN comite_seance t ON t.plan_id = s.plan_id "
        "WHERE t.id = NEW.seance_id AND d.numero = NEW.numero AND d.id <> NEW.id) THEN "
        + refus("decision_numero_du_plan", "Ce numéro est déjà celui d'une autre décision du plan.")
        + " END IF; RETURN NEW;"
    ),
)

SUITE_DE_LA_SEANCE = pgtrigger.Trigger(
    name="decision_de_la_seance",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Q(new__decision__isnull=False),
    func=(
        "IF NOT EXISTS (SELECT 1 FROM comite_decision WHERE id = NEW.decision_id "
        "AND seance_id = NEW.seance_id) THEN "
        + refus("suite_decision_de_la_seance", "Cette décision est d'une autre séance.")
        + " END IF; RETURN NEW;"
    ),
)

EFFET_FIGE = pgtrigger.Trigger(
    name="effet_fige",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange(
        "seance",
        "numero",
        "effet",
        "action",
        "jalon",
        "engagement",
        "nouvelle_date",
        "nouveau_texte",
        "motif",
    ),
    func=refus("decision_effet_fige", "L'effet d'une décision est déjà appliqué : prenez-en une autre."),
)

DECISION_GARDEE = pgtrigger.Trigger(
    name="gardee",
    when=pgtrigger.Before,
    operation=pgtrigger.Delete,
    condition=~pgtrigger.Q(old__effet=""),
    func=refus("decision_gardee", "Une décision qui a changé le plan ne s'efface pas."),
)
