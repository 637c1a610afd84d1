"""What is wrong with a site's secure connection, from what the three systems say of it."""

from __future__ import annotations

import ssl
from enum import StrEnum
from typing import Final


class TlsTrouble(StrEnum):
    """Why a secure connection was not made. None of these is ever skipped."""

    EXPIRED = "certificate has expired"
    NOT_YET_VALID = "certificate is not valid yet"
    WRONG_HOST = "certificate is for another site"
    SELF_SIGNED = "certificate is signed by the site itself"
    UNKNOWN_ISSUER = "certificate is from an issuer this computer does not know"
    REVOKED = "certificate was withdrawn"
    NO_COMMON_WAY = "site offers no encryption that is still safe"
    NOT_ENCRYPTED = "site does not encrypt at this address"
    WANTS_CERTIFICATE = "site asks for a certificate of the visitor"
    OTHER = "secure connection failed"


IN_WORDS: Final = {
    TlsTrouble.EXPIRED: "the site's certificate has expired.",
    TlsTrouble.NOT_YET_VALID: "the site's certificate is not valid yet."
    " Is the clock of this computer right?",
    TlsTrouble.WRONG_HOST: "the site's certificate was made out for another name.",
    TlsTrouble.SELF_SIGNED: "the site signed its certificate itself, as anybody could.",
    TlsTrouble.UNKNOWN_ISSUER: "nobody whom this computer trusts signed the site's certificate.",
    TlsTrouble.REVOKED: "the site's certificate has been withdrawn.",
    TlsTrouble.NO_COMMON_WAY: "the site knows no encryption that is still safe.",
    TlsTrouble.NOT_ENCRYPTED: "the site does not encrypt at this address.",
    TlsTrouble.WANTS_CERTIFICATE: "the site wants a certificate from its visitors.",
    TlsTrouble.OTHER: "its encryption could not be checked.",
}
"""How the sentence goes on that says that the connection is not secure."""

_BY_VERIFY_CODE: Final = {
    # OpenSSL, x509_vfy.h
    9: TlsTrouble.NOT_YET_VALID,
    10: TlsTrouble.EXPIRED,
    18: TlsTrouble.SELF_SIGNED,
    **dict.fromkeys((2, 19, 20, 21, 27), TlsTrouble.UNKNOWN_ISSUER),
    23: TlsTrouble.REVOKED,
    **dict.fromkeys((62, 64), TlsTrouble.WRONG_HOST),
    # Windows, winerror.h; expired and not yet valid are one there
    0x800B0101: TlsTrouble.EXPIRED,
    **dict.fromkeys((0x800B0109, 0x800B010A, 0x80096004), TlsTrouble.UNKNOWN_ISSUER),
    **dict.fromkeys((0x800B010C, 0x80092010), TlsTrouble.REVOKED),
    0x800B010F: TlsTrouble.WRONG_HOST,
    # macOS, SecBase.h
    -67818: TlsTrouble.EXPIRED,
    -67819: TlsTrouble.NOT_YET_VALID,
    -67820: TlsTrouble.REVOKED,
    -67602: TlsTrouble.WRONG_HOST,
    **dict.fromkeys((-67843, -25318), TlsTrouble.UNKNOWN_ISSUER),
}

_BY_REASON: Final = {
    **dict.fromkeys(
        ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG"),
        TlsTrouble.NOT_ENCRYPTED,
    ),
    **dict.fromkeys(
        (
            *("UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "NO_PROTOCOLS_AVAILABLE"),
            *("SSLV3_ALERT_HANDSHAKE_FAILURE", "TLSV1_ALERT_INSUFFICIENT_SECURITY"),
            *("DH_KEY_TOO_SMALL", "EE_KEY_TOO_SMALL", "CA_MD_TOO_WEAK", "NO_CIPHERS_AVAILABLE"),
            *("UNSAFE_LEGACY_RENEGOTIATION_DISABLED", "WRONG_SIGNATURE_TYPE", "BAD_KEY_SHARE"),
            *("LEGACY_SIGALG_DISALLOWED_OR_UNSUPPORTED", "NO_SUITABLE_SIGNATURE_ALGORITHM"),
        ),
        TlsTrouble.NO_COMMON_WAY,
    ),
    **dict.fromkeys(
        ("TLSV13_ALERT_CERTIFICATE_REQUIRED", "TLSV1_ALERT_CERTIFICATE_REQUIRED"),
        TlsTrouble.WANTS_CERTIFICATE,
    ),
    "TLSV1_UNRECOGNIZED_NAME": TlsTrouble.WRONG_HOST,
    "TLSV1_ALERT_UNRECOGNIZED_NAME": TlsTrouble.WRONG_HOST,
}


def tls_trouble(error: BaseException | None) -> TlsTrouble | None:
    """What was wrong, from an error or any of its causes; ``None`` if it was nothing of TLS."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return _of_certificate(error)
        if isinstance(error, ssl.SSLError):
            return _BY_REASON.get(error.reason or "", TlsTrouble.OTHER)
        error = error.__cause__ or error.__context__
    return None


def _of_certificate(error: ssl.SSLCertVerificationError) -> TlsTrouble:
    # Only OpenSSL's own errors and truststore's have a code.
    code = getattr(error, "verify_code", None)
    if not isinstance(code, int):
        return TlsTrouble.OTHER
    signed = _BY_VERIFY_CODE.get(code)
    return signed or _BY_VERIFY_CODE.get(code & 0xFFFF_FFFF, TlsTrouble.OTHER)
