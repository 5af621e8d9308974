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

AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--asof",
        metavar="YEAR[-MM[-DD]]",
        help="截至某年、某月或某日的文件所说；没有日期的文件不计。 "
        "What the documents up to then say; those without a date are left out.",
    ),
]
