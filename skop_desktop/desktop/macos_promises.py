"""File promises in terms of AppKit. Not run on any Mac yet; see ``macos_drag``.

Objective-C knows classes by one name for the whole process, so they are made once, by this import.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

import objc
from AppKit import (
    NSApp,
    NSDraggingItem,
    NSDragOperationCopy,
    NSFilePromiseProvider,
    NSPasteboardTypeFileURL,
    NSWorkspace,
)
from Foundation import (
    NSURL,
    NSCocoaErrorDomain,
    NSError,
    NSLocalizedDescriptionKey,
    NSMakeRect,
    NSObject,
    NSOperationQueue,
)

from skop_desktop.desktop.macos_drag import Promise, keep

ANY_FILE: Final = "public.data"
"""The kind of every promise: what a document is shows only when it is here; its name has the
ending."""
MOST_AT_ONCE: Final = 6
"""Promises that are kept at once: more threads would only wait for our queue."""
PICTURE_POINTS: Final = 32
STEP_POINTS: Final = 4


class _Url(Protocol):
    def path(self) -> str: ...


class _Handler(Protocol):
    def __call__(self, error: object | None, /) -> None: ...


class SkopPromiseKeeper(NSObject, protocols=[objc.protocolNamed("NSFilePromiseProviderDelegate")]):  # type: ignore[misc,call-arg]  # PyObjC ships no types
    """``NSFilePromiseProviderDelegate`` of one document."""

    promise: Promise
    queue: object

    def filePromiseProvider_fileNameForType_(self, _provider: object, _kind: str) -> str:
        return self.promise.name

    def operationQueueForFilePromiseProvider_(self, _provider: object) -> object:
        return self.queue

    def filePromiseProvider_writePromiseToURL_completionHandler_(
        self, _provider: object, url: _Url, done: _Handler
    ) -> None:
        unkept = keep(self.promise, Path(url.path()))
        if unkept is None:
            done(None)
            return
        facts = {NSLocalizedDescriptionKey: unkept.words}
        done(NSError.errorWithDomain_code_userInfo_(NSCocoaErrorDomain, unkept.code, facts))


class SkopPromiseOfFile(NSFilePromiseProvider):  # type: ignore[misc]  # PyObjC ships no types
    """A promise whose file is on disk already: offered as a file as well."""

    file: Path

    def writableTypesForPasteboard_(self, pasteboard: object) -> list[str]:
        kinds = objc.super(SkopPromiseOfFile, self).writableTypesForPasteboard_(pasteboard)
        return [*kinds, NSPasteboardTypeFileURL]

    def writingOptionsForType_pasteboard_(self, kind: str, pasteboard: object) -> int:
        if kind == NSPasteboardTypeFileURL:
            return 0
        above = objc.super(SkopPromiseOfFile, self)
        options: int = above.writingOptionsForType_pasteboard_(kind, pasteboard)
        return options

    def pasteboardPropertyListForType_(self, kind: str) -> object:
        if kind == NSPasteboardTypeFileURL:
            return NSURL.fileURLWithPath_(str(self.file)).absoluteString()
        return objc.super(SkopPromiseOfFile, self).pasteboardPropertyListForType_(kind)


class SkopDragSource(NSObject, protocols=[objc.protocolNamed("NSDraggingSource")]):  # type: ignore[misc,call-arg]  # PyObjC ships no types
    """``NSDraggingSource``: copies only. Keeps itself alive for as long as the drag is on."""

    itself: object

    def draggingSession_sourceOperationMaskForDraggingContext_(
        self, _session: object, _context: int
    ) -> int:
        return int(NSDragOperationCopy)

    def draggingSession_endedAtPoint_operation_(
        self, _session: object, _point: object, _operation: int
    ) -> None:
        self.itself = None


def drag(promises: Sequence[Promise], view_handle: int) -> bool:
    """As ``macos_drag.start_drag``; the names are as they are to be."""
    event = NSApp.currentEvent()
    if event is None:
        return False
    view = objc.objc_object(c_void_p=ctypes.c_void_p(view_handle))
    queue = NSOperationQueue.alloc().init()
    queue.setMaxConcurrentOperationCount_(MOST_AT_ONCE)
    at = view.convertPoint_fromView_(event.locationInWindow(), None)
    items = []
    for number, promise in enumerate(promises):
        item = NSDraggingItem.alloc().initWithPasteboardWriter_(_provider(promise, queue))
        step = STEP_POINTS * min(number, 3)
        frame = NSMakeRect(at.x + step, at.y + step, PICTURE_POINTS, PICTURE_POINTS)
        icon = NSWorkspace.sharedWorkspace().iconForFileType_(Path(promise.name).suffix.lstrip("."))
        item.setDraggingFrame_contents_(frame, icon)
        items.append(item)
    source = SkopDragSource.alloc().init()
    source.itself = source
    return view.beginDraggingSessionWithItems_event_source_(items, event, source) is not None


def _provider(promise: Promise, queue: object) -> object:
    keeper = SkopPromiseKeeper.alloc().init()
    keeper.promise = promise
    keeper.queue = queue
    kind = NSFilePromiseProvider if promise.path is None else SkopPromiseOfFile
    provider = kind.alloc().initWithFileType_delegate_(ANY_FILE, keeper)
    if promise.path is not None:
        provider.file = promise.path
    # The provider holds its delegate weakly, what it carries for us strongly.
    provider.setUserInfo_(keeper)
    return provider
