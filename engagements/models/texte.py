"""What the parties sign, said once: the text composed, frozen, compared, carried over and loaded follows."""

DU_TEXTE = {
    "code": "'Engagement ' || NEW.code",
    "plan": "'Plan : ' || (SELECT titre FROM public.actions_plan WHERE id = NEW.plan_id)",
    "partie": (
        "'Partie engagée : ' || (SELECT nom FROM public.partenariat_organisation WHERE id = NEW.partie_id)"
    ),
    "envers": "'Envers : ' || (SELECT nom FROM public.partenariat_organisation WHERE id = NEW.envers_id)",
    "titre": "'Titre : ' || NEW.titre",
    # Stands last, after an empty line.
    "texte": "",
    "nature": "'Nature : ' || NEW.nature",
    "echeance": "'Échéance : ' || coalesce(to_char(NEW.echeance, 'YYYY-MM-DD'), 'aucune')",
    "montant": "'Montant : ' || coalesce(NEW.montant::text || ' $', 'aucun')",
    # Said by its condition (constraint `engagement_condition_ecrite`).
    "conditionnel": "",
    "condition": "'Condition : ' || coalesce(nullif(NEW.condition, ''), 'aucune')",
    "remplace": (
        "'Remplace : ' || (SELECT code FROM public.engagements_engagement WHERE id = NEW.remplace_id)"
    ),
}
"""Field → SQL of its line in the text, as anyone can compose it again from the public data."""

QUI_NOMMENT = ("code", "plan", "remplace")
"""Fields of the text by which one version is told from another; they say nothing of what is promised."""

PROMIS = tuple(champ for champ in DU_TEXTE if champ not in QUI_NOMMENT)
"""What is promised, by whom, to whom: what a new version takes over, and may change."""

_LIGNES = ",\n  ".join(ligne for ligne in DU_TEXTE.values() if ligne)

COMPOSER = f"""
NEW.texte_fige := concat_ws(E'\\n',
  {_LIGNES},
  '', replace(NEW.texte, E'\\r\\n', E'\\n'));
"""
