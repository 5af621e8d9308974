// name: list_flags(q: string = '', flag: string = '', severity: string = '', label: string = '', source_id: string = '', sort: string = 'severity', skip: integer = 0, limit: integer = 50) -> total, flag, severity, reason, label, node_id, name, source_id, source, start, end, candidate_readings
// 存疑之处表，严重的在前；可按旗标、程度、节点种类、来源筛选；按 severity、flag、name、source、date（读入时间）排序，- 为倒序
// Table of doubtful places, the severe ones first; by flag, severity, kind of node or source; in the order of severity, flag, name, source or date (of reading), backwards with -
MATCH (n)-[x:FLAGGED_IN]->(s:Source)
WHERE NOT x.source IN $hidden AND ($flag = '' OR x.flag = $flag) AND ($severity = '' OR x.severity = $severity)
  AND ($label = '' OR labels(n)[0] = $label) AND ($source_id = '' OR x.source = $source_id)
  AND ($q = '' OR n.name CONTAINS $q OR x.reason CONTAINS $q)
WITH n, x, s, CASE
    WHEN $sort IN ['flag', '-flag'] THEN x.flag
    WHEN $sort IN ['name', '-name'] THEN coalesce(n.name, '')
    WHEN $sort IN ['source', '-source'] THEN s.name
    WHEN $sort IN ['date', '-date'] THEN s.loaded_at
    WHEN $sort = '-severity' THEN CASE x.severity WHEN 'high' THEN 'a' WHEN 'medium' THEN 'b' ELSE 'c' END
    ELSE '' END AS words
ORDER BY CASE WHEN $sort STARTS WITH '-' THEN '' ELSE words END, CASE WHEN $sort STARTS WITH '-' THEN words ELSE '' END DESC,
  CASE x.severity WHEN 'high' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END, s.name, s.id, x.start, x.flag, n.id
WITH collect({n: n, x: x, s: s}) AS found
WITH size(found) AS total, found[$skip..$skip + $limit] AS page
UNWIND range(0, size(page) - 1) AS at
WITH total, at, page[at].n AS n, page[at].x AS x, page[at].s AS s
RETURN total AS total, x.flag AS flag, x.severity AS severity, x.reason AS reason, labels(n)[0] AS label,
  n.id AS node_id, n.name AS name, s.id AS source_id, s.name AS source, x.start AS start, x.end AS end,
  x.candidate_readings AS candidate_readings
ORDER BY at
