"""The usual port, the remembered one, a free one; never another than asked for."""

import socket

import pytest

from monitor.drill.world import SOURCES
from monitor.embedded.errors import EmbeddedError
from monitor.embedded.ports import USUAL, Usual, free_port, ports_held


def taken() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


def test_a_free_usual_port_is_taken() -> None:
    usual = Usual("web", "TINGCHAO_PORT", free_port())
    with ports_held({}, usual=(usual,), environ={}) as ports:
        assert ports == {"web": usual.number}


def test_a_taken_usual_port_is_replaced_by_a_free_one() -> None:
    with taken() as other:
        usual = Usual("web", "TINGCHAO_PORT", other.getsockname()[1])
        with ports_held({}, usual=(usual,), environ={}) as ports:
            assert ports["web"] != usual.number
            assert 1024 <= ports["web"] <= 65_535


def test_the_port_of_the_last_run_comes_before_the_usual_one() -> None:
    last = free_port()
    with ports_held({"web": last}, usual=(Usual("web", "TINGCHAO_PORT", free_port()),), environ={}) as ports:
        assert ports["web"] == last


def test_a_port_that_was_asked_for_and_is_taken_is_an_error_that_names_the_variable() -> None:
    with taken() as other:
        environ = {"TINGCHAO_PORT": str(other.getsockname()[1])}
        with pytest.raises(EmbeddedError, match=r"TINGCHAO_PORT.* in use"), ports_held({}, environ=environ):
            pass


@pytest.mark.parametrize("wrong", ["abc", "0", "70000", "-1"])
def test_a_port_that_is_no_port_is_an_error(wrong: str) -> None:
    with pytest.raises(EmbeddedError, match="not a port number"), ports_held({}, environ={"TINGCHAO_PORT": wrong}):
        pass


def test_two_starts_at_once_choose_different_ports() -> None:
    with ports_held({}, environ={}) as one, ports_held({}, environ={}) as other:
        rows = {usual.name: usual.row for usual in USUAL}
        spans = [set(range(ports[name], ports[name] + rows[name])) for ports in (one, other) for name in ports]
        assert sum(map(len, spans)) == len(set().union(*spans))


def test_a_row_is_moved_as_a_whole_when_one_of_it_is_taken() -> None:
    with taken() as other:
        number = other.getsockname()[1]
        usual = Usual("drill", "TINGCHAO_DRILL_PORT", number - 2, row=5)
        with ports_held({}, usual=(usual,), environ={}) as ports:
            assert number not in range(ports["drill"], ports["drill"] + 5)


def test_there_is_a_port_for_every_source_of_the_exercise() -> None:
    assert {usual.name: usual.row for usual in USUAL}["drill"] == len(SOURCES)
