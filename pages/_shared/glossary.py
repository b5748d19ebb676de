"""One tooltip a term of art: French, two sentences at most, in words a nurse or a pharmacist uses."""

from __future__ import annotations

from aci_model.wording import typeset

_TERMS = {
    "aci": "Accord conventionnel interprofessionnel : l’accord national qui finance les CPTS. "
    "Chaque CPTS signe son propre contrat avec sa CPAM et son ARS, pour cinq ans.",
    "cpts": "Communauté professionnelle territoriale de santé : des soignants de ville, et d’autres acteurs, "
    "organisés sur un même territoire.",
    "mission": "Un des domaines que le contrat finance. Certaines missions sont dues par toutes les CPTS (le socle), "
    "d’autres se choisissent.",
    "socle": "Les missions que toute CPTS doit mener, avec un délai pour les lancer après la signature.",
    "complementaire": "Une mission que la communauté choisit d’ajouter au socle, avec son enveloppe.",
    "part_fixe": "L’argent des moyens : versé dès que la mission est lancée, sans condition de résultat.",
    "part_variable": "L’argent des résultats : il dépend de ce qui est atteint sur les lignes du contrat. "
    "Connu après le dialogue de gestion, il est versé l’année suivante.",
    "enveloppe": "Le montant annuel le plus élevé qu’une part de mission peut rapporter. "
    "Celui de votre contrat l’emporte sur celui des textes.",
    "plafond": "Le montant le plus élevé qu’une ligne ou une enveloppe peut rapporter ; rien n’est payé au-delà.",
    "ligne": "Un indicateur du contrat, avec ce qu’il faut atteindre et ce que cela rapporte.",
    "livrable": "Une ligne que l’on a faite ou non : un document, une réunion, un protocole.",
    "palier": "Un seuil à franchir et le montant qu’il apporte. Entre deux paliers, le montant ne bouge pas.",
    "valeur_initiale": "La mesure de départ, inscrite au contrat, à partir de laquelle le progrès se compte.",
    "resultat": "La valeur observée en fin d’année. Un résultat que personne n’a donné reste inconnu : "
    "il n’est jamais compté comme zéro.",
    "objectif": "Le dernier palier d’une ligne : l’atteindre rapporte tout son montant.",
    "atteinte": "La part d’un montant que le résultat rapporte, de 0 à 100 %.",
    "lecture": "La façon de compter une ligne : comme le contrat l’écrit, tout ou rien, ou au prorata. "
    "Aucun texte trouvé n’en impose une : l’écart entre elles est une question à poser à votre CPAM.",
    "lecture_contrat": "Chaque palier franchi rapporte le montant écrit au contrat, sans rien entre deux paliers.",
    "lecture_tout_ou_rien": "Seul le dernier palier rapporte : tout le montant de la ligne, ou rien.",
    "lecture_lineaire": "Le montant suit le progrès, au prorata entre la valeur initiale et le dernier palier.",
    "acquis": "Gagné : le résultat est atteint et la preuve est fournie, ou n’est pas suivie dans votre fichier.",
    "a_prouver": "Le résultat est atteint, mais la preuve manque encore. À fournir avant le dialogue de gestion.",
    "en_attente": "Pas encore de résultat : cet argent peut encore être gagné.",
    "perdu": "Le résultat connu ne rapporte pas cette part du montant.",
    "abandonnee": "Une ligne à laquelle la communauté a renoncé, pour une raison dite. Ce qu’elle attendait encore compte "
    "comme perdu ; ce qu’elle a déjà atteint reste acquis.",
    "contre_soi_meme": "Chaque ligne à côté de ses propres années passées : ni objectif, ni euros, ni taux d’atteinte. "
    "La marge dit ce que le hasard des petits nombres suffit à produire.",
    "reste_a_gagner": "Ce qui est à prouver et ce qui est en attente. Ni l’acquis, ni le perdu n’en font partie.",
    "intensite": "L’intensité des moyens déployés : le second critère officiel, sans formule connue. "
    "Elle vaut 100 % tant que vous ne la changez pas.",
    "dialogue_de_gestion": "La rencontre annuelle avec la CPAM et l’ARS, où les résultats sont examinés "
    "et les objectifs de l’année suivante négociés.",
    "preuve": "Ce qui montre le résultat : compte rendu, extraction, protocole signé.",
    "crise": "La part de la mission « crise sanitaire » qui n’est versée que si l’ARS reconnaît une crise. "
    "Elle est absente de toute prévision tant que vous ne la cochez pas.",
    "annee_du_contrat": "Elle court d’un anniversaire de la signature au suivant, et non de janvier à décembre.",
    "engagement": "Une dépense prévue. Ferme, elle est due quoi qu’il arrive ; souple, elle peut s’arrêter.",
    "projete": "Calculé pour une année à venir, avec une hypothèse affichée ; ce n’est pas un montant connu.",
    "versement": "L’argent reçu. Il arrive après l’année où il a été gagné.",
    "taille": "La classe de la CPTS selon sa population, de 1 à 4 ; elle fixe les montants des textes.",
    "confiance": "D’où vient un chiffre : texte officiel, contrat réel, presse, déduction. "
    "Un chiffre qui n’est pas officiel est à confirmer avec votre contrat.",
}
TERMS = {term: typeset(said) for term, said in _TERMS.items()}


def tip(term: str) -> str:
    """Give the tooltip of a term.

    Raises:
        KeyError: the glossary does not know it.
    """
    return TERMS[term]
