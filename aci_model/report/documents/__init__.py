"""Documents a person takes to the table: one tree of content, written as docx, pptx or xlsx, and its pictures.

`tree` says what a document holds, `word`, `slides` and `workbook` write it, `share` makes the page for members
and partners, `bars` and `curves` draw. Only the tree is imported here: what writes or draws takes half a second
to load, which nobody pays who asks for no document.
"""

from aci_model.report.documents.tree import (
    Bullets,
    Computed,
    Document,
    Fact,
    Facts,
    Picture,
    Section,
    Sentence,
    Table,
)

__all__ = ["Bullets", "Computed", "Document", "Fact", "Facts", "Picture", "Section", "Sentence", "Table"]
