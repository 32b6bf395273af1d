"""Pages of naxdse inside a notebook."""

from __future__ import annotations

import html
import os
from pathlib import Path


class Paged:
    """A result that is shown as a page."""

    html: str | None
    """The page, which needs no other file; None where it was not asked for."""

    def _repr_html_(self) -> str | None:
        """What a notebook shows: the page in a frame of its own, as its style and script are its own."""
        if self.html is None:
            return None
        return (
            f'<iframe srcdoc="{html.escape(self.html)}" sandbox="allow-scripts" loading="lazy" '
            'style="width:100%;height:40em;border:1px solid #8888;resize:vertical;overflow:auto"></iframe>'
        )

    def write_html(self, path: str | os.PathLike[str]) -> None:
        """Writes the page to a file.

        :raises ValueError: where the page was not asked for.
        """
        if self.html is None:
            raise ValueError("there is no page: ask with html=True")
        Path(path).write_text(self.html, encoding="utf-8")
