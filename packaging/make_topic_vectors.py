#!/usr/bin/env python3
"""Makes the topic vectors of the app out of WordLlama's wheel (MIT), checked by its SHA-256.

make_topic_vectors.py                  fetch the wheel with pip and write resources/relevance/
make_topic_vectors.py --wheel FILE     take a wheel that is here already
make_topic_vectors.py --check          write nothing; fail where the file would differ
make_topic_vectors.py --compare        the same pieces as the original tokenizer? Over the words of
                                       --texts FILE (one a line); needs `pip install tokenizers`
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Final

import numpy as np

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from skop_desktop.engine.relevance.pieces import Pieces  # noqa: E402 - the checkout comes first

NAME: Final = "wordllama==0.4.0.post1"
SHA256: Final = "42c2c88907ace0b0681ac6f9092d6a300a6409a5d2d61071a3fb5e7159370c97"
PLATFORM: Final = ("--platform", "manylinux2014_x86_64", "--python-version", "3.11")
WEIGHTS: Final = "wordllama/weights/l2_supercat_256.safetensors"
TOKENIZER: Final = "wordllama/tokenizers/l2_supercat_tokenizer_config.json"
LICENCE: Final = "wordllama-0.4.0.post1.dist-info/licenses/LICENSE"
FOLDER: Final = ROOT / "resources" / "relevance"
DIMENSIONS: Final = 64
LARGEST: Final = 127


def fetched(folder: Path) -> Path:
    """The wheel, by pip."""
    command = [sys.executable, "-m", "pip", "download", NAME, "--no-deps", "-q", "-d", str(folder)]
    subprocess.run([*command, "--only-binary=:all:", *PLATFORM], check=True)
    return next(folder.glob("wordllama-*.whl"))


def opened(wheel: Path) -> zipfile.ZipFile:
    """The wheel, when it is the one that was meant."""
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if digest != SHA256:
        raise SystemExit(f"{wheel.name} is not the wheel that was meant: SHA-256 {digest}")
    return zipfile.ZipFile(wheel)


def weights_of(data: bytes) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """The one table of a safetensors file: 8 bytes length, JSON header, the numbers."""
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    (about,) = (value for key, value in header.items() if key != "__metadata__")
    kind = {"F16": np.float16, "F32": np.float32}[about["dtype"]]
    first, last = about["data_offsets"]
    table = np.frombuffer(data[8 + length + first : 8 + length + last], dtype=kind)
    return table.reshape(about["shape"]).astype(np.float32)


def vocabulary_of(data: bytes) -> list[str]:
    """The pieces in their order."""
    numbers: dict[str, int] = json.loads(data)["model"]["vocab"]
    return sorted(numbers, key=numbers.__getitem__)


def packed(wheel: zipfile.ZipFile, dimensions: int) -> bytes:
    """The file of the app: pieces, vectors as small whole numbers, and a scale for each."""
    pieces = vocabulary_of(wheel.read(TOKENIZER))
    if any("\n" in piece for piece in pieces):
        raise SystemExit("A piece with a line break cannot be kept.")
    table = weights_of(wheel.read(WEIGHTS))[:, :dimensions]
    scales = np.maximum(np.abs(table).max(axis=1) / LARGEST, 1e-6).astype(np.float16)
    whole = np.rint(table / scales.astype(np.float32)[:, None])
    vectors = np.clip(whole, -LARGEST, LARGEST).astype(np.int8)
    names = np.frombuffer("\n".join(pieces).encode(), dtype=np.uint8)
    out = io.BytesIO()
    np.savez_compressed(out, pieces=names, vectors=vectors, scales=scales)
    return out.getvalue()


def compare(wheel: zipfile.ZipFile, texts: list[str]) -> int:
    """How many texts the original tokenizer cuts otherwise."""
    # The stated check by hand needs it; the project does not.
    from tokenizers import Tokenizer  # type: ignore[import-not-found] # noqa: PLC0415 - as above

    data = wheel.read(TOKENIZER)
    original = Tokenizer.from_str(data.decode())
    numbers = {piece: number for number, piece in enumerate(vocabulary_of(data))}
    ours = Pieces(numbers)
    differ = 0
    for text in texts:
        line = " ".join(text.split())
        wanted = original.encode(line, add_special_tokens=False).ids if line else []
        if ours.of_text(line) != wanted:
            differ += 1
            print(f"differs: {line!r}\n  {ours.of_text(line)}\n  {wanted}")
    print(f"{len(texts)} texts, {differ} cut otherwise")
    return min(differ, 1)


def main() -> int:
    """Makes, checks or compares; 0 where all is well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wheel", type=Path)
    parser.add_argument("--dimensions", type=int, default=DIMENSIONS)
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--texts", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        wheel = opened(chosen.wheel or fetched(Path(temporary)))
        if chosen.compare:
            return compare(wheel, chosen.texts.read_text(encoding="utf-8").splitlines())
        data = packed(wheel, chosen.dimensions)
        file = chosen.out / "topic_vectors.npz"
        if chosen.check:
            with np.load(file) as held, np.load(io.BytesIO(data)) as made:
                same = all(np.array_equal(held[name], made[name]) for name in made)
            print("same" if same else f"{file} would differ")
            return int(not same)
        file.write_bytes(data)
        licence = wheel.read(LICENCE).decode()
        (chosen.out / "LICENSE.wordllama").write_text(licence, encoding="utf-8")
        print(f"{file.name}: {len(data):,} bytes, {chosen.dimensions} dimensions")
    return 0


if __name__ == "__main__":
    sys.exit(main())
