"""Take the handbook's pictures of exported files. Run by `make pictures`.

Needs LibreOffice and poppler's pdftoppm. The files are those of the fictional example.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "guide" / "pictures"
EXAMPLE = ROOT / "examples" / "park"
YEAR = "2023"
# Name of the picture: format, page of its PDF, dots per inch, and the part of the page to show.
SHOTS = {
    "export-word": ("docx", 1, 75, (0.0, 0.0, 1.0, 1.0)),
    "export-ledger": ("xlsx", 2, 110, (0.02, 0.05, 0.96, 0.28)),
}


def main() -> None:
    """Export the example, print it to PDF, and write each of the pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for picture, (form, page, dots, part) in SHOTS.items():
            shot = shoot(folder, form, page, dots)
            width, height = shot.size
            left, top, right, bottom = part
            shot = shot.crop(
                (int(left * width), int(top * height), int(right * width), int(bottom * height))
            )
            shot = ImageOps.expand(shot.quantize(32).convert("RGB"), border=1, fill="#bbbbbb")
            shot.quantize(32).save(PICTURES / f"{picture}.png", optimize=True)


def shoot(folder: Path, form: str, page: int, dots: int) -> Image.Image:
    """One page of an exported file as LibreOffice shows it."""
    file = folder / f"{YEAR}.{form}"
    export = [sys.executable, "-m", "duizhao", "export", form, YEAR, "--project", EXAMPLE]
    subprocess.run([*export, "-o", file], check=True)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, file]
    subprocess.run(convert, check=True)
    pages = ["-f", str(page), "-l", str(page), "-r", str(dots), "-png", "-singlefile"]
    subprocess.run(["pdftoppm", *pages, file.with_suffix(".pdf"), folder / "page"], check=True)
    with Image.open(folder / "page.png") as picture:
        return picture.convert("RGB")


if __name__ == "__main__":
    main()
