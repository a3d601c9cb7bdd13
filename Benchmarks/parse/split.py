"""The two halves of the development set. We tune on the set, so what was learned on one half is judged on the other.

The rule: take the id without its last "-h" or "-t" (the page and the text of one article must not be on two sides), and
sha256 of its UTF-8 bytes; an even last byte is training, an odd one validation. Training scripts import this.
"""
import hashlib
import re

TRAINING, VALIDATION = "training", "validation"


def half(document_id: str) -> str:
    article = re.sub(r"-[ht]$", "", document_id)
    return VALIDATION if hashlib.sha256(article.encode()).digest()[-1] % 2 else TRAINING
