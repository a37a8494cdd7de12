"""What a commitment's parties said since a change of an action forbids to annul that change as a mistake."""

from django.utils.translation import gettext_noop

from actions.models.gardes_correction import batir_dessus

_DE_L_ACTION = "JOIN public.engagements_engagement_actions l ON l.engagement_id = d.engagement_id"

batir_dessus(
    "correction_declaree",
    gettext_noop("Une déclaration sur un engagement de cette action en a tenu compte : écrivez la suite."),
    f"""EXISTS (
  SELECT 1 FROM public.engagements_declaration d {_DE_L_ACTION}
  WHERE l.action_id = {{c}}.action_id AND d.le > {{c}}.fait_le
)""",
)
batir_dessus(
    "correction_verifiee",
    gettext_noop("Une vérification sur un engagement de cette action en a tenu compte : écrivez la suite."),
    f"""EXISTS (
  SELECT 1 FROM public.engagements_verification v
  LEFT JOIN public.engagements_preuve p ON p.id = v.preuve_id
  LEFT JOIN public.engagements_declaration dite ON dite.id = v.declaration_id
  CROSS JOIN LATERAL (SELECT coalesce(p.engagement_id, dite.engagement_id) AS engagement_id) d {_DE_L_ACTION}
  WHERE l.action_id = {{c}}.action_id AND v.le > {{c}}.fait_le
)""",
)
