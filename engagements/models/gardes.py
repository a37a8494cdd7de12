"""The guards of `Engagement` in PostgreSQL: what the admin refuses, an import or SQL cannot do either."""

import pgtrigger

from actions.models.gardes import refus
from engagements.models.etats import PASSAGES

# What the parties sign. Changing one of these changes the text.
DU_TEXTE = (
    "plan",
    "code",
    "partie",
    "envers",
    "titre",
    "texte",
    "nature",
    "echeance",
    "montant",
    "conditionnel",
    "condition",
    "remplace",
)

# The text as anyone can compose it again from the public data, one line a field.
_COMPOSER = """
SELECT concat_ws(E'\\n',
  'Engagement ' || NEW.code,
  'Plan : ' || (SELECT titre FROM actions_plan WHERE id = NEW.plan_id),
  'Partie engagée : ' || (SELECT nom FROM partenariat_organisation WHERE id = NEW.partie_id),
  'Envers : ' || (SELECT nom FROM partenariat_organisation WHERE id = NEW.envers_id),
  'Titre : ' || NEW.titre,
  'Nature : ' || NEW.nature,
  'Échéance : ' || coalesce(to_char(NEW.echeance, 'YYYY-MM-DD'), 'aucune'),
  'Montant : ' || coalesce(NEW.montant::text || ' $', 'aucun'),
  'Condition : ' || coalesce(nullif(NEW.condition, ''), 'aucune'),
  'Remplace : ' || (SELECT code FROM engagements_engagement WHERE id = NEW.remplace_id),
  '', replace(NEW.texte, E'\\r\\n', E'\\n')) INTO NEW.texte_fige;
"""
_CHANGE = " OR ".join(
    f"OLD.{champ} IS DISTINCT FROM NEW.{champ}"
    for champ in (f"{nom}_id" if nom in ("plan", "partie", "envers", "remplace") else nom for nom in DU_TEXTE)
)
_PERMIS = " OR ".join(
    f"(OLD.etat = '{de}' AND NEW.etat IN ({', '.join(repr(vers.value) for vers in suites)}))"
    for de, suites in PASSAGES.items()
    if suites
)
_DEUX_SIGNATURES = (
    "(SELECT count(*) FROM engagements_signature s WHERE s.engagement_id = NEW.id "
    "AND s.empreinte = OLD.empreinte AND s.organisation_id IN (NEW.partie_id, NEW.envers_id)) = 2"
)
_TENU_VERIFIE = (
    "EXISTS (SELECT 1 FROM engagements_declaration d JOIN engagements_verification v "
    "ON v.declaration_id = d.id AND v.verdict = 'confirmee' WHERE d.engagement_id = NEW.id "
    "AND d.genre = 'tenu' AND NOT EXISTS (SELECT 1 FROM engagements_verification c "
    "WHERE c.declaration_id = d.id AND c.verdict = 'contestee'))"
)

GARDES = [
    pgtrigger.Trigger(
        name="depart",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="IF NEW.etat <> 'propose' THEN "
        + refus("engagement_depart", "Un engagement commence proposé.")
        + " END IF; IF NEW.publication = 'brouillon' THEN NEW.texte_fige := ''; ELSE "
        + _COMPOSER
        + " END IF; RETURN NEW;",
    ),
    pgtrigger.Trigger(
        name="texte_fige",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=(
            "IF OLD.publication = 'brouillon' THEN "
            "IF NEW.publication = 'brouillon' THEN NEW.texte_fige := ''; ELSE " + _COMPOSER + " END IF; "
            "ELSIF NEW.publication = 'brouillon' THEN "
            "IF OLD.etat <> 'propose' "
            "OR EXISTS (SELECT 1 FROM engagements_signature WHERE engagement_id = NEW.id) THEN "
            + refus(
                "engagement_signe_sans_retour", "Un texte signé ne revient pas en brouillon : remplacez-le."
            )
            + " END IF; NEW.texte_fige := ''; "
            f"ELSIF {_CHANGE} OR OLD.texte_fige <> NEW.texte_fige THEN "
            + refus("engagement_texte_fige", "Le texte proposé ou signé ne se modifie plus : remplacez-le.")
            + " END IF; RETURN NEW;"
        ),
    ),
    pgtrigger.Trigger(
        name="etat_permis",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__etat__df=pgtrigger.F("new__etat")),
        func=(
            f"IF NOT ({_PERMIS}) THEN "
            + refus("engagement_passage_permis", "Cet état ne peut pas suivre celui-là.")
            + f" END IF; IF NEW.etat = 'signe' AND NOT ({_DEUX_SIGNATURES}) THEN "
            + refus("engagement_deux_signatures", "Un engagement est signé quand les deux parties ont signé.")
            + f" END IF; IF NEW.etat = 'tenu' AND NOT ({_TENU_VERIFIE}) THEN "
            + refus("engagement_tenu_verifie", "Un engagement est tenu quand une autre partie le confirme.")
            + " END IF; IF NEW.etat = 'retire' AND OLD.etat IN ('signe', 'en_cours') "
            "AND NEW.decision = '' AND btrim(NEW.sans_decision) = '' THEN "
            + refus(
                "engagement_retrait_decide",
                "Un engagement signé se retire par une décision du comité; sinon, la coordination écrit "
                "pourquoi.",
            )
            + " END IF; IF OLD.etat IN ('tenu', 'tenu_en_partie', 'non_tenu') "
            "AND btrim(coalesce(current_setting('partenariat.motif', true), '')) = '' THEN "
            + refus("engagement_motif_requis", "Rouvrir un engagement demande un motif.")
            + " END IF; RETURN NEW;"
        ),
    ),
    pgtrigger.Trigger(
        name="passage",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__etat__df=pgtrigger.F("new__etat")),
        func=(
            "INSERT INTO engagements_passage (engagement_id, de, vers, motif, par_id, le) VALUES (NEW.id, "
            "OLD.etat, NEW.etat, btrim(coalesce(current_setting('partenariat.motif', true), '')), "
            "(nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint, "
            # A plan file tells of the past: its dates are its own. Commands load it, never the web.
            "CASE WHEN public.session_du_proprietaire() THEN coalesce(nullif("
            "current_setting('partenariat.le', true), '')::timestamptz, now()) ELSE now() END); RETURN NULL;"
        ),
    ),
    pgtrigger.Trigger(
        name="version",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(exclude=["version", "cle_code", "recherche", "empreinte"]),
        func="IF NEW.version = OLD.version THEN NEW.version := OLD.version + 1; END IF; RETURN NEW;",
    ),
    pgtrigger.Trigger(
        name="publie_le",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__publie_le__isnull=False, new__publie_le__isnull=True),
        func=refus("engagement_publie_le_garde", "La date de première publication ne s'efface pas."),
    ),
]

LIEN_ACTION = pgtrigger.Trigger(
    name="meme_plan",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func=(
        "IF NOT EXISTS (SELECT 1 FROM actions_action a "
        "JOIN engagements_engagement e ON e.plan_id = a.plan_id "
        "WHERE a.id = NEW.action_id AND e.id = NEW.engagement_id) THEN "
        + refus("engagement_action_du_plan", "L'action d'un engagement est du même plan que lui.")
        + " END IF; RETURN NEW;"
    ),
)
LIEN_CONTREPARTIE = pgtrigger.Trigger(
    name="autre_partie",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func=(
        "IF NOT EXISTS (SELECT 1 FROM engagements_engagement a JOIN engagements_engagement b "
        "ON a.plan_id = b.plan_id AND a.partie_id <> b.partie_id "
        "WHERE a.id = NEW.from_engagement_id AND b.id = NEW.to_engagement_id) THEN "
        + refus(
            "engagement_contrepartie_d_une_autre",
            "Une contrepartie est l'engagement d'une autre organisation, dans le même plan.",
        )
        + " END IF; RETURN NEW;"
    ),
)
