"""Which account may be named as the one who did something."""

COMPTE_DE_LA_SESSION = "(public.contexte_de_la_session() ->> 'user')::bigint"
"""SQL: the key of the account that writes, as the site's process sealed it (`partenariat.histoire.sceau`);
NULL for a signed link, and for commands."""

LIEN_DE_LA_SESSION = "(public.contexte_de_la_session() ->> 'lien')::bigint"
"""SQL: likewise, the key of the signed link."""

PERSONNEL = ("redaction", "coordination")
"""The roles of the staff: those that write the plan."""


def a_un_role(compte: str, *noms: str) -> str:
    """SQL: `compte` (an expression, a key) is an open account of one of the roles: `Utilisateur.a_role`."""
    superutilisateur = "lui.is_superuser OR " if "coordination" in noms else ""
    return f"""
EXISTS (
  SELECT 1 FROM public.partenariat_utilisateur lui
  WHERE lui.id = {compte} AND lui.is_active
  AND ({superutilisateur}EXISTS (
    SELECT 1 FROM public.partenariat_utilisateur_groups t JOIN public.auth_group g ON g.id = t.group_id
    WHERE t.utilisateur_id = lui.id AND g.name IN ({", ".join(f"'{nom}'" for nom in noms)})
  ))
)"""


def lui_meme(compte: str, *noms: str) -> str:
    """SQL: likewise, and it is the account of the session; a command speaks for whom it names."""
    # Never NULL: where nobody signed in, a guard would let that through.
    meme = f"(public.session_du_proprietaire() OR coalesce({compte} = {COMPTE_DE_LA_SESSION}, false))"
    return f"({meme} AND {a_un_role(compte, *noms)})"


SUPERUTILISATEUR = f"""EXISTS (
  SELECT 1 FROM public.partenariat_utilisateur lui
  WHERE lui.id = {COMPTE_DE_LA_SESSION} AND lui.is_active AND lui.is_superuser
)"""
"""SQL: the account of the session holds everything, accounts included."""
