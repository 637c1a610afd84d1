"""How it is with the servers, as last heard."""

from __future__ import annotations

from skop_desktop.api.server import CLOUD, THIS_COMPUTER, ServerState
from skop_desktop.ui.desk.server_states import ServerStates


def test_a_server_of_which_nothing_was_heard_is_ready() -> None:
    assert ServerStates().of(CLOUD) == (ServerState.READY, "")


def test_listeners_hear_of_a_change_after_it_was_taken_in() -> None:
    states = ServerStates()
    heard: list[tuple[ServerState, str]] = []
    states.subscribe(lambda: heard.append(states.of(THIS_COMPUTER)))
    states.take(THIS_COMPUTER, ServerState.STARTING)
    states.take(THIS_COMPUTER, ServerState.TROUBLE, "It did not start.")
    states.take(CLOUD, ServerState.TROUBLE, "It does not answer.")
    states.take(THIS_COMPUTER, ServerState.READY)
    assert heard == [
        (ServerState.STARTING, ""),
        (ServerState.TROUBLE, "It did not start."),
        (ServerState.TROUBLE, "It did not start."),
        (ServerState.READY, ""),
    ]
    assert states.of(CLOUD) == (ServerState.TROUBLE, "It does not answer.")
