"""Options that several commands take."""

from __future__ import annotations

from typing import Annotated

import typer

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        envvar="PINGTAI_STORE",
        help="图库地址：embedded:文件夹 或 neo4j://主机:7687。 Store address; "
        "credentials in PINGTAI_STORE_AUTH as user:password.",
    ),
]
