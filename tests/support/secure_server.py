"""The same website behind TLS, with whatever certificate a test wants it to have."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping

import trustme

from tests.support.file_server import Answer, FileServer


def presenting(certificate: trustme.LeafCert) -> ssl.SSLContext:
    """A server's side of TLS with ``certificate``."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def trusting(*authorities: trustme.CA) -> ssl.SSLContext:
    """A client's side of TLS that knows ``authorities`` and no others."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for authority in authorities:
        authority.configure_trust(context)
    return context


class SecureServer(FileServer):
    """A ``FileServer`` that speaks TLS. ``names``: the host names that clients asked for."""

    def __init__(self, tls: ssl.SSLContext, answers: Mapping[str, Answer] | None = None) -> None:
        super().__init__(answers)
        self.names: list[str | None] = []
        self._tls = tls
        tls.sni_callback = lambda _, name, __: self.names.append(name)

    def url(self, path: str, host: str = "localhost") -> str:
        """The link to ``path``."""
        return super().url(path, host).replace("http:", "https:", 1)

    def serve(self, connection: socket.socket) -> None:
        """Answers one connection until it ends; one that the client breaks off is left."""
        try:
            secured = self._tls.wrap_socket(connection, server_side=True)
        except OSError:
            return
        with secured:
            super().serve(secured)
