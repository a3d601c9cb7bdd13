"""Korean news into clean, deduplicated, annotated data: a client of article-service.

    from article_client import ArticleClient

    with ArticleClient() as articles:
        parsed = articles.parse_article(html=page)
        entities = articles.extract_entities(article=parsed, publishedAt=parsed["publishedAt"])

The methods and their types are generated from what the service says of itself (`methods.py`); how they get there is in
`_rpc`.
"""
from ._rpc import (
    ConnectionLost, DeadlineExceeded, MalformedAnswer, NotConnected, Overloaded, RPCError, RPCFailure)
from .methods import *  # noqa: F403
from .methods import __all__ as _methods

__all__ = [
    *_methods, "ConnectionLost", "DeadlineExceeded", "MalformedAnswer", "NotConnected", "Overloaded", "RPCError", "RPCFailure"]
__version__ = "0.1.0"
