"""Everything a person is told goes one way."""

from __future__ import annotations

from skop_desktop.errors import Detail, KeyRefused
from skop_desktop.messages import Level, Message, MessageAction, MessageBus, message_of


def test_a_message_reaches_everyone_who_listens_in_order() -> None:
    bus = MessageBus()
    heard: list[str] = []
    bus.subscribe(lambda message: heard.append(f"first {message.text}"))
    bus.subscribe(lambda message: heard.append(f"second {message.text}"))

    bus.publish(Message(Level.INFO, "Saved."))

    assert heard == ["first Saved.", "second Saved."]


def test_who_has_left_hears_nothing_and_may_leave_twice() -> None:
    bus = MessageBus()
    heard: list[Message] = []
    leave = bus.subscribe(heard.append)
    leave()
    leave()

    bus.publish(Message(Level.INFO, "Saved."))

    assert heard == []


def test_the_same_function_can_listen_twice_and_leave_once() -> None:
    bus = MessageBus()
    heard: list[Message] = []
    bus.subscribe(heard.append)
    leave = bus.subscribe(heard.append)
    leave()

    bus.publish(Message(Level.INFO, "Saved."))

    assert len(heard) == 1


def test_leaving_while_a_message_is_told_keeps_nobody_else_from_hearing_it() -> None:
    bus = MessageBus()
    heard: list[str] = []

    def hear_once(message: Message) -> None:
        heard.append(message.text)
        leave()

    leave = bus.subscribe(hear_once)
    bus.subscribe(lambda message: heard.append(message.text.upper()))

    bus.publish(Message(Level.INFO, "one"))
    bus.publish(Message(Level.INFO, "two"))

    assert heard == ["one", "ONE", "TWO"]


def test_what_holds_no_longer_is_taken_back() -> None:
    bus = MessageBus()
    withdrawn: list[str] = []
    bus.subscribe(lambda _: None, withdrawn.append)
    bus.subscribe(lambda _: None)

    bus.withdraw("key")

    assert withdrawn == ["key"]


def test_an_error_is_told_in_its_own_words_with_its_technical_side_apart() -> None:
    error = KeyRefused(
        "Your key was not accepted.",
        advice="Check it in the settings.",
        detail=Detail(401, "https://api.skop.dev/scrape/", "Unauthorized"),
    )
    action = MessageAction("Open settings", lambda: None)

    message = message_of(error, action, about="key")

    assert message.text == "Your key was not accepted. Check it in the settings."
    assert message.stays
    assert message.action is action
    assert message.details == (
        "Status code: 401\nAddress: https://api.skop.dev/scrape/\nUnauthorized"
    )


def test_a_plain_message_goes_by_itself_and_has_no_technical_side() -> None:
    message = Message(Level.DONE, "15 documents saved.")

    assert not message.stays
    assert message.details == ""
