"""Words: enough of them that a search finds some rows and not all."""

VERBES = ("soutenir", "créer", "consolider", "faire connaître", "financer", "accompagner", "évaluer")
SUJETS = (
    "la coopérative",
    "l'entreprise d'insertion",
    "le marché public",
    "la cuisine collective",
    "l'épicerie solidaire",
    "le fonds d'investissement",
    "la ressourcerie",
    "le centre de la petite enfance",
    "l'atelier de réparation",
    "le théâtre de quartier",
    "la fiducie foncière",
)
THEMES = (
    "culture",
    "habitation",
    "alimentation",
    "transition écologique",
    "réemploi",
    "approvisionnement",
    "relève",
    "immobilier collectif",
    "numérique",
    "emploi",
    "loisir",
    "santé",
    "mobilité",
    "petite enfance",
    "recherche",
)
LIEUX = (
    "du Sud-Ouest",
    "de Lachine",
    "de Verdun",
    "de Rosemont",
    "du Plateau",
    "de Saint-Léonard",
    "d'Ahuntsic",
    "de l'Est",
    "de Pierrefonds",
    "d'Outremont",
    "de Montréal-Nord",
    "du Centre-Sud",
    "de LaSalle",
)
RARE = "cidrerie"
"""In the title of one action in five hundred."""

_PHRASES = (
    "Les parties conviennent d'un calendrier et d'un budget, et en rendent compte chaque trimestre.",
    "Un comité de suivi réunit les organismes du quartier et les services concernés.",
    "Le projet vise d'abord les ménages à faible revenu et les personnes éloignées de l'emploi.",
    "Une étude de faisabilité précède chaque investissement, et ses résultats sont publics.",
    "Les locaux vacants de la Ville sont offerts en priorité aux entreprises collectives.",
    "La part des achats faits auprès de l'économie sociale est mesurée tous les ans.",
    "Une aide au démarrage, puis à la consolidation, est versée selon les étapes franchies.",
    "Les arrondissements désignent une personne qui répond du dossier sur leur territoire.",
    "Le bilan de mi-parcours permet d'ajuster les cibles avant la deuxième phase.",
    "La formation de la relève est confiée aux réseaux du milieu.",
    "Les données sont ouvertes, et chacun peut refaire les calculs.",
)


def titre(n: int) -> str:
    """« Soutenir la coopérative de Lachine : habitation (12) »."""
    sujet = RARE if n % 500 == 17 else SUJETS[n * 5 % len(SUJETS)]
    verbe, lieu, theme = (mots[n * pas % len(mots)] for mots, pas in ((VERBES, 3), (LIEUX, 7), (THEMES, 4)))
    return f"{verbe.capitalize()} {sujet} {lieu} : {theme} ({n})"


def texte(n: int, phrases: int) -> str:
    """That many sentences, about 85 characters each."""
    return " ".join(_PHRASES[(n + 4 * rang) % len(_PHRASES)] for rang in range(phrases))
