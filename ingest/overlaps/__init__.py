"""Overlap and duplicate construction over the whole graph.

In: a store. Out: OVERLAPS_WITH between platforms, each with its kind (D1 to D4), reasons for and against,
and a suggestion in the plan's terms. `snapshot` reads what is known of every platform, `candidates` says
which pairs are worth comparing, `findings` compares them, `suggestions` says what may be done, `refresh`
does it all for the platforms that have changed since the last time; `parts` on all cores, where each
`worker` begins with what it needs: nothing is imported here, least of all a store.
"""
