"""Makes the .doc fixtures anew: `python -m tests.formats`, which needs LibreOffice.

Nothing in Python writes .doc, so the two small files are kept; everything else is written in each run.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from tests.formats import writers

HERE = Path(__file__).parent


def main() -> None:
    """Write both documents as .docx and have LibreOffice save them as .doc."""
    with tempfile.TemporaryDirectory() as folder:
        for name, write in (("plan", writers.word), ("roster", writers.word_table)):
            source = Path(folder) / f"{name}.docx"
            write(source)
            subprocess.run(
                [
                    "soffice",
                    "--headless",
                    "--convert-to",
                    "doc",
                    "--outdir",
                    str(HERE),
                    str(source),
                ],
                check=True,
            )


if __name__ == "__main__":
    main()
