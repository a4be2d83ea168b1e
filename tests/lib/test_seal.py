"""Secrets at rest: sealed by the first key, opened by any, never by another one."""

import pytest

from monitor.lib.seal import SealError, seal, unseal

OLD, NEW = ("o" * 50,), ("n" * 50,)


def test_what_is_sealed_opens_again_and_does_not_show() -> None:
    sealed = seal("授权码-secret", OLD)
    assert "secret" not in sealed
    assert unseal(sealed, OLD) == "授权码-secret"


def test_while_a_key_is_replaced_both_open_and_the_new_one_seals() -> None:
    assert unseal(seal("x", OLD), NEW + OLD) == "x"
    with pytest.raises(SealError):
        unseal(seal("x", NEW + OLD), OLD)


def test_no_secret_stays_none_and_a_row_from_before_is_read_as_it_is() -> None:
    assert seal("", OLD) == ""
    assert unseal("plain-key", OLD) == "plain-key"


def test_a_damaged_row_is_an_error_of_ours() -> None:
    with pytest.raises(SealError):
        unseal(seal("x", OLD)[:-4], OLD)
