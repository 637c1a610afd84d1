"""The words for kinds of documents, as people ask for them and as websites write them.

English, German, French and Spanish. A kind is told by its name ("minutes"), which is also the word
that reasons and status messages use.
"""

from skop_desktop.engine.lexicon.forms import english_words, is_compound, subject_in
from skop_desktop.engine.lexicon.kinds import (
    FORM_NUMBERS,
    KINDS,
    NAMED_BY_SUBJECT,
    NEAR_KINDS,
    plural,
)
from skop_desktop.engine.lexicon.reading import KindHit, NamedKinds, kind_hits, named_kinds

__all__ = [
    "FORM_NUMBERS",
    "KINDS",
    "NAMED_BY_SUBJECT",
    "NEAR_KINDS",
    "KindHit",
    "NamedKinds",
    "english_words",
    "is_compound",
    "kind_hits",
    "named_kinds",
    "plural",
    "subject_in",
]
