"""The French words of what the code names: one word per thing, on every screen, table and document."""

from __future__ import annotations

from aci_model.foresight.vocabulary import vocabulary

READINGS = {
    "contrat": "lecture du contrat",
    "tout-ou-rien": "tout ou rien",
    "lineaire": "linéaire",
}
STATES = {  # the four states of a euro
    "earned": "acquis",
    "to_prove": "à prouver",
    "pending": "en attente",
    "lost": "perdu",
}
STATUSES = {  # of a line
    "earned": "atteint",
    "partial": "atteint en partie",
    "to_prove": "atteint, à prouver",
    "pending": "sans résultat",
    "lost": "non atteint",
    "abandoned": "abandonnée",
}
ABANDONS = vocabulary().causes  # why a line was given up
SEVERITIES = {  # of a problem, the gravest first
    "refused": "fichier refusé",
    "error": "valeur écartée",
    "warning": "à vérifier",
    "info": "pour information",
}
KINDS = {"livrable": "livrable", "compte": "nombre à atteindre", "seuil": "seuil", "paliers": "paliers"}
CONFIDENCE = {
    "A": "texte officiel",
    "B": "lu dans des contrats ou dans la presse",
    "C": "déduit",
    "?": "inconnu",
    "contrat": "montant de votre contrat",
    "lignes": "somme de vos lignes",
}
ORIGINS = {  # of a ceiling
    "contrat": "montant de votre contrat",
    "texte": "texte, à confirmer avec votre contrat",
    "lignes": "somme de vos lignes",
}
BASIS = {  # of a year
    "versé": "montant versé",
    "calculé": "calculé d’après les résultats",
    "projeté": "projeté",
    "reconduit": "projeté, renouvellement supposé",
}
