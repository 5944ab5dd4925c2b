"""What the store's tests are given."""

import pytest

from tests.store.kinds import Kind
from tui.store.keys import Cost
from tui.store.store import Store


@pytest.fixture(params=[False, True], ids=["open", "sealed"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Kind:
    """Both kinds of homes, one after the other; a guess at a passphrase costs next to nothing."""
    monkeypatch.setattr(Store, "cost", Cost(ops=1, memory=8192))
    return Kind(request.param)
