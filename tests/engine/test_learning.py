"""What is learned of a site's links while it is read, and what links promise before that."""

from __future__ import annotations

from datetime import date

from skop_desktop.engine.learning import Learning, group_of
from skop_desktop.engine.pages import Link, Page
from skop_desktop.engine.promise import Promises
from skop_desktop.engine.prompt import read_prompt

PLAN = read_prompt("Planning Commission minutes 2019-2021", date(2026, 11, 24))


def worth(url: str, text: str = "", place: str = "main", fit: float = 0.0) -> float:
    return Promises(PLAN).of_link(Link(f"http://h{url}", text, place=place), fit).worth


def test_links_to_what_is_looked_for_promise_more() -> None:
    assert worth("/x/", "Planning Commission") > worth("/x/", "Conservation Commission")
    assert worth("/x/", "2020") > worth("/x/", "About us") > worth("/x/", "2012")
    assert worth("/x/", "Minutes") > worth("/x/", "Agendas")
    assert worth("/x/", "Archive") > worth("/x/", "Events") > worth("/x/", "Privacy")


def test_the_page_counts_for_links_in_its_matter_alone() -> None:
    page = Page("Planning Commission | Town", (), heading="Planning Commission")
    fit = Promises(PLAN).of_page(page, "http://h/boards/pc/")
    assert worth("/x/", "Meetings", fit=fit) > worth("/x/", "Meetings")
    assert worth("/x/", "Meetings", "nav", fit) == worth("/x/", "Meetings", "nav")
    assert worth("/x/", "Meetings", "foot") < worth("/x/", "Meetings", "nav")


def group(url: str, path: str = "main/ul/li", time: str = "") -> str:
    return group_of(Link(f"http://h{url}", path=path), time)


def test_pages_that_one_program_made_are_one_group_but_not_over_the_time_looked_for() -> None:
    assert group("/meetings/2019/03/") == group("/meetings/2020/11/")
    assert group("/news/road-closed") == group("/news/summer-concert-in-the-park")
    assert group("/meetings/2019/", time="+") != group("/meetings/2012/", time="-")


def learned(learning: Learning, url: str, source: str, gave: float) -> dict[str, float]:
    _, groups = learning.learn(f"http://h{url}", group(url), f"http://h{source}", gave)
    return learning.changed(groups)


def test_a_group_that_gives_documents_is_favoured_and_the_page_above_with_it() -> None:
    learning = Learning({})
    hub, leaf = group("/meetings/2019"), group("/meetings/2019/03/")
    assert learning.join(hub) is None
    assert learning.join(leaf) is None
    learned(learning, "/meetings/2019", "/", 0.0)
    bonuses = learned(learning, "/meetings/2019/03/", "/meetings/2019", 1.0)
    assert bonuses[leaf] > 1.0
    assert 0 < bonuses[hub] < bonuses[leaf]


def test_a_group_that_gives_nothing_is_left_behind_more_and_more() -> None:
    learning = Learning({})
    learning.join(group("/news/a-b-c"))
    told = [learned(learning, f"/news/item-{n}", "/news/", 0.0) for n in range(40)]
    falls = [bonus for bonuses in told for bonus in bonuses.values()]
    assert falls == sorted(falls, reverse=True)
    assert falls[-1] < -1.5


def test_what_was_learned_goes_on_after_a_restart() -> None:
    before = Learning({})
    keys, _ = before.learn("http://h/m/1", group("/m/1"), "", 1.0)
    after = Learning({key: before.noted(key) for key in keys})
    bonus = after.join(group("/m/2"))
    assert bonus is not None
    assert bonus > 0
