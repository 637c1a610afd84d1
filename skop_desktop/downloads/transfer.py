"""One transfer: from a link, or a file that is here already, to a checked, durable file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from skop_desktop.downloads import faults, resume
from skop_desktop.downloads.answer import answer_for
from skop_desktop.downloads.body import Body, body_of
from skop_desktop.downloads.connection import TransferClient
from skop_desktop.downloads.disposition import named_in
from skop_desktop.downloads.exchange import Answer
from skop_desktop.downloads.fetchable import why_not_fetchable
from skop_desktop.downloads.file_types import ending_of_mime, ending_of_type, known_ending
from skop_desktop.downloads.naming import component
from skop_desktop.downloads.part import Part, PartDiffersError, discard
from skop_desktop.downloads.reserve import TargetFolder
from skop_desktop.downloads.resume import Ask, ContentRange, Verdict
from skop_desktop.downloads.saving import CHANGED, Saving, Source
from skop_desktop.downloads.snapshot import WantedDocument
from skop_desktop.downloads.sniff import (
    HEAD,
    ending_of_head,
    is_page_instead,
    is_program_instead,
    is_sign_in,
)
from skop_desktop.downloads.steps import Rules, Steps, Unfinished

_COPIED: Final = 1024 * 1024


async def fetch(  # noqa: PLR0917 - what, whence, whereto and how
    client: TransferClient,
    wanted: WantedDocument,
    folder: TargetFolder,
    steps: Steps,
    rules: Rules,
    unfinished: Unfinished | None = None,
    *,
    url: str = "",
) -> None:
    """Fetches ``wanted`` into ``folder`` once, without retries. Raises ``TransferError``.

    ``unfinished``: what an earlier try left; gone on with if the site can and has the same file
    still, removed otherwise. ``url``: the fresh link instead of the one in ``wanted``. What a try
    leaves is told by ``steps.left``; something only where it was cancelled or ended by trouble that
    may pass.
    """
    if not url and (trouble := why_not_fetchable(wanted)) is not None:
        raise faults.no_link(wanted, trouble)
    async with Saving(wanted, folder, steps, rules) as here:
        await _Fetching(client, here, url).run(unfinished)


async def copy_saved(  # noqa: PLR0917 - what, whence, whereto and how
    source: Path,
    sha256: str,
    wanted: WantedDocument,
    folder: TargetFolder,
    steps: Steps,
    rules: Rules,
) -> bool:
    """Copies a file of this app's into another folder instead of asking the site again.

    ``False``, and nothing left behind, where ``source`` is not the file with that SHA-256 any more.
    Raises ``TransferError`` where ``folder`` does not take it.
    """
    name = component(source.name, folder.longest_name)
    async with Saving(wanted, folder, steps, rules) as here:
        part = None
        async for block in blocks_of(source):
            if part is None:
                part = await here.begin(Source(wanted.key.url, name=name), block, None)
            await part.append(block)
            steps.progressed(part.size, None)
        if part is not None:
            return await here.finish(Source(wanted.key.url, name=name), sha256)
        return False


class _Fetching:
    """One try at a document."""

    def __init__(self, client: TransferClient, here: Saving, url: str) -> None:
        self._client = client
        self._here = here
        self._wanted, self._steps, self._rules = here.wanted, here.steps, here.rules
        self._url = url

    async def run(self, unfinished: Unfinished | None) -> None:
        """Asks for the rest if something is there, and for the whole if that is of no use."""
        part = None
        if unfinished is not None:
            part = await self._here.take_up(unfinished)
            if part is None:
                discard(unfinished)
                self._steps.safe(0)
            else:
                for ask in resume.asks(unfinished):
                    if await self._has_the_rest(ask, part, unfinished):
                        return
        await self._all(unfinished if part is not None else None)

    async def _has_the_rest(self, ask: Ask, part: Part, unfinished: Unfinished) -> bool:
        async with answer_for(
            self._client,
            self._wanted,
            self._rules.may_fetch,
            url=self._url,
            headers=ask.headers,
        ) as response:
            verdict = resume.verdict(response, ask, unfinished)
            if verdict is Verdict.ALL:
                source = await self._take_all(response, unfinished)
            else:
                source = _source(response, self._wanted)
                if verdict is Verdict.COMPLETE:
                    part.is_all()
                elif not (
                    verdict is Verdict.REST and await self._took_rest(response, part, unfinished)
                ):
                    return False
        await self._here.finish(source)
        return True

    async def _all(self, before: Unfinished | None) -> None:
        async with answer_for(
            self._client, self._wanted, self._rules.may_fetch, url=self._url
        ) as response:
            sent = resume.content_range(response.headers)
            if sent is not None and (sent.first > 0 or sent.last + 1 != sent.total):
                raise faults.unusable_answer(
                    self._wanted, response.url.text, "A part came where the whole was asked for."
                )
            source = await self._take_all(response, before)
        await self._here.finish(source)

    async def _take_all(self, response: Answer, before: Unfinished | None) -> Source:
        source = _source(response, self._wanted)
        body = body_of(response, self._wanted)
        length = None if body.is_coded else body.declared
        self._check_size(length or 0, response, is_all=True)
        head = await body.head(HEAD)
        _check_head(source, self._wanted, head)
        answer = resume.answered(response, length)
        if before is not None and resume.has_changed(before, answer):
            self._here.notes.append(CHANGED)
        part = await self._here.begin(source, head, answer)
        part.keeps_safe = not body.is_coded and resume.can_go_on(answer)
        await self._rules.throttle(len(head))
        await part.append(head)
        await self._take(body, part, response, 0, body.declared)
        return source

    async def _took_rest(self, response: Answer, part: Part, unfinished: Unfinished) -> bool:
        sent = resume.content_range(response.headers)
        if sent is None:
            return False
        total = sent.total or unfinished.length
        count = sent.last + 1 - sent.first
        body = body_of(response, self._wanted)
        if body.declared not in {None, count}:
            return False
        self._check_size(total or 0, response, is_all=True)
        await part.go_on_from(sent.first)
        part.keeps_safe = True
        try:
            await self._take(body, part, response, sent.first, total)
        except PartDiffersError:
            return False
        if body.received > count:
            return False
        self._check_end(body, sent, total, response)
        return True

    async def _take(
        self, body: Body, part: Part, response: Answer, earlier: int, total: int | None
    ) -> None:
        largest = self._rules.largest
        async for chunk in body:
            if largest is not None and part.size + len(chunk) > largest:
                self._check_size(part.size + len(chunk), response, is_all=False)
            await self._rules.throttle(len(chunk))
            await part.append(chunk)
            self._steps.progressed(earlier + body.received, total)
        self._steps.progressed(earlier + body.received, total)

    def _check_end(
        self, body: Body, sent: ContentRange, total: int | None, response: Answer
    ) -> None:
        here = sent.first + body.received
        if body.received < sent.last + 1 - sent.first or here != total:
            raise faults.cut_short(
                self._wanted, response.url.text, f"{here} of {total} bytes are here."
            )

    def _check_size(self, size: int, response: Answer, *, is_all: bool) -> None:
        largest = self._rules.largest
        if largest is not None and size > largest:
            raise faults.too_large(
                self._wanted, response.url.text, size if is_all else None, largest
            )


async def blocks_of(source: Path) -> AsyncIterator[bytes]:
    """The bytes of ``source``, none where it cannot be read."""
    try:
        file = await asyncio.to_thread(source.open, "rb", 0)
    except OSError:
        return
    with file:
        while block := await asyncio.to_thread(file.read, _COPIED):
            yield block


def _expected(response: Answer, wanted: WantedDocument) -> str:
    """The ending that the document should have, by what was said of it."""
    return (
        ending_of_type(wanted.document_type)
        or known_ending(response.url.path)
        or known_ending(wanted.name)
        or ending_of_mime(response.headers.get("content-type", ""))
    )


def _source(response: Answer, wanted: WantedDocument) -> Source:
    return Source(
        url=faults.shown_address(response.url.text),
        content_type=response.headers.get("content-type", ""),
        disposition=named_in(response.headers.get("content-disposition", "")),
        expected=_expected(response, wanted),
    )


def _check_head(source: Source, wanted: WantedDocument, head: bytes) -> None:
    url, said = source.url, source.content_type
    if not head:
        raise faults.empty(wanted, url)
    if is_page_instead(source.expected, head):
        raise faults.not_the_document(wanted, url, said, is_sign_in=is_sign_in(head, url))
    if is_program_instead(source.expected, ending_of_head(head)):
        raise faults.program_instead(wanted, url, said)
