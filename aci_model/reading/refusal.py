"""How a whole file is refused: one French sentence for the person who sent it."""

from __future__ import annotations


class RefusedError(Exception):
    """A whole file cannot be read; the message is one or two French sentences: what, why, what to do."""


NOT_A_SPREADSHEET = "Ce fichier n'est pas un tableur. Déposez un fichier .xlsx, .ods ou .csv."
DAMAGED = "Ce classeur est abîmé ou incomplet. Ouvrez-le dans votre tableur et enregistrez-le de nouveau."
PROTECTED = "Ce fichier est protégé par un mot de passe. Enregistrez-en une copie sans mot de passe."
BINARY_BOOK = "Ce fichier est un classeur binaire (.xlsb). Enregistrez-le en .xlsx."
