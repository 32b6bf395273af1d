from __future__ import annotations

from collections.abc import Iterator

import pytest

import naxdse


@pytest.fixture(scope="session")
def server() -> Iterator[naxdse.Server]:
    """One process for all tests."""
    with naxdse.Server() as server:
        yield server
