"""Lexicons: data, not code. One row a thing; columns are named in the first line; several forms of one
thing are parted by `|`. Changing what Pingtai knows means changing a row here."""
