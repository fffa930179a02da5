"""Search that finds Chinese: a run of characters is indexed, and asked for, by its pairs.

Chinese has no spaces, so the words between two punctuation marks would be one word of the index.
"""

from __future__ import annotations

import re

from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_WORDS = re.compile(rf"[{HAN}]+|[^\W{HAN}]+")


def words(text: str) -> list[str]:
    """The words of a text: what stands between signs that are no letters; of Chinese, each pair."""
    found: list[str] = []
    for run in _WORDS.findall(text):
        if len(run) > 1 and re.match(f"[{HAN}]", run):
            found += [run[start : start + 2] for start in range(len(run) - 1)]
        else:
            found.append(run)
    return found


class SearchBoth(SearchEnglish):
    """English by stems, Chinese by pairs: Python makes the index, JavaScript splits what is asked."""

    js_splitter_code = """
var splitQuery = (query) =>
  (query.match(/[HAN]+|(?:(?![HAN])[\\p{L}\\p{N}_])+/gu) || []).flatMap((run) =>
    run.length > 1 && /^[HAN]/.test(run)
      ? Array.from({ length: run.length - 1 }, (_, start) => run.slice(start, start + 2))
      : [run]);
""".replace("HAN", HAN)

    def split(self, input: str) -> list[str]:
        """As `words`."""
        return words(input)


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx."""
    from sphinx import search

    search.languages["en"] = SearchBoth
    return {"parallel_read_safe": True}
