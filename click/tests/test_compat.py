"""Old names of stream helpers."""

from __future__ import annotations

from typing import Any

import pytest

from click import utils


@pytest.mark.parametrize("name", ["stdin", "stdout", "stderr"])
def test_former_names_of_streams_warn(name: Any) -> None:
    with pytest.warns(DeprecationWarning, match="get_text_stream"):
        get_text = utils.get_text_stream
    with pytest.warns(DeprecationWarning, match="get_binary_stream"):
        get_binary = utils.get_binary_stream
    assert get_text(name) is not None
    with pytest.raises(TypeError, match="Unknown standard stream 'x'"):
        get_text("x")
    with pytest.raises(TypeError, match="Unknown standard stream 'x'"):
        get_binary("x")
