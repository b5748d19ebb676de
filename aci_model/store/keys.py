"""Keys, codes and links: 128 random bits each, given out once, kept as hashes."""

from __future__ import annotations

import hashlib
import re
import secrets

_BYTES = 16
_SHAPE = re.compile(r"[A-Za-z0-9_-]{22}")  # 16 bytes in url-safe base 64


def new_secret() -> str:
    """Make an administrator's key or an invitation's code: 128 random bits, url-safe."""
    return secrets.token_urlsafe(_BYTES)


def cleaned(typed: str) -> str | None:
    """Give a key or a code as it was given out, from what was pasted; None when it cannot be one."""
    bare = "".join(typed.split()) if len(typed) <= 4 * _BYTES else ""
    return bare if _SHAPE.fullmatch(bare) else None


def slow_hash(key: str) -> str:
    """Hash an administrator's key, argon2id with a salt: the one secret people may keep badly or type again."""
    # Loaded when a campaign is opened or ruled: most people do neither.
    from argon2 import PasswordHasher  # noqa: PLC0415

    return PasswordHasher().hash(key)


def opens(kept: str, key: str) -> bool:
    """Tell whether a key is the one whose argon2 hash is kept."""
    from argon2 import PasswordHasher  # noqa: PLC0415 (as above)
    from argon2.exceptions import VerifyMismatchError  # noqa: PLC0415

    try:
        return PasswordHasher().verify(kept, key)
    except VerifyMismatchError:
        return False


def fast_hash(code: str, of: str = "invitation") -> str:
    """Hash a secret nobody chose: SHA-256, which finds its row by an index.

    Args:
        code: 128 random bits, as given out.
        of: what it opens; the same bits would have another hash elsewhere.

    A slow hash protects what people choose. Nobody goes through 2^128 random codes, at any speed, and a salt would
    force every row to be tried.
    """
    return subject(of, code)


def subject(*words: str) -> str:
    """Hash what attempts are counted on, so that the store shows nobody."""
    return hashlib.sha256("\0".join(("aci", *words)).encode(errors="replace")).hexdigest()
