// name: host_pairs(status: string = '', host_id: string = '', skip: integer = 0, limit: integer = 200) -> pair_id, verdict, score, status, a_id, a, a_platforms, b_id, b, b_platforms, reasons, total
// 疑为同一单位的依托单位，得分高的在前；状态 waiting 为待核定（含重新打开的）
// Host units that may be one under two names, highest score first; the status `waiting` is open or reopened
MATCH (a:HostUnit)-[o:LIKELY_SAME_AS]->(b:HostUnit)
WHERE ($status = '' OR o.status = $status OR ($status = 'waiting' AND o.status IN ['open', 'reopened']))
  AND ($host_id = '' OR a.id = $host_id OR b.id = $host_id)
  AND EXISTS { MATCH (a)<-[x:HOSTED_BY]-(:Platform) WHERE NOT x.source IN $hidden }
  AND EXISTS { MATCH (b)<-[x:HOSTED_BY]-(:Platform) WHERE NOT x.source IN $hidden }
WITH a, o, b ORDER BY o.score DESC, a.name, b.name, o.id
WITH collect({a: a, b: b, o: o}) AS found
WITH size(found) AS total, found[$skip..$skip + $limit] AS page
UNWIND range(0, size(page) - 1) AS at
WITH total, at, page[at].a AS a, page[at].o AS o, page[at].b AS b
MATCH (a)<-[x:HOSTED_BY]-(p:Platform) WHERE NOT x.source IN $hidden
WITH total, at, a, o, b, count(DISTINCT p) AS a_platforms
MATCH (b)<-[x:HOSTED_BY]-(p:Platform) WHERE NOT x.source IN $hidden
WITH total, at, a, o, b, a_platforms, count(DISTINCT p) AS b_platforms
RETURN o.id AS pair_id, o.verdict AS verdict, o.score AS score, o.status AS status, a.id AS a_id, a.name AS a,
  a_platforms AS a_platforms, b.id AS b_id, b.name AS b, b_platforms AS b_platforms, o.reasons AS reasons, total AS total
ORDER BY at
