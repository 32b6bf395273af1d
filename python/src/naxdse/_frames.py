"""pandas, where it is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas


def frame(data: Any, **options: Any) -> pandas.DataFrame:
    """A data frame.

    :raises ImportError: where pandas is not installed.
    """
    try:
        import pandas
    except ImportError as error:
        raise ImportError("frames need pandas: pip install pandas") from error
    return pandas.DataFrame(data, **options)
