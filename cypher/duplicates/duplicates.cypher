// name: findings(kind: string = '', verdict: string = '', status: string = '', suggestion: string = '', min_score: number = 0, host_id: string = '', field_id: string = '', type_id: string = '', region_id: string = '', category_id: string = '', sort: string = '-score', skip: integer = 0, limit: integer = 200) -> finding_id, kind, verdict, score, status, action, suggestion, suggestion_for, suggestion_to, ground, a_id, a, b_id, b, reasons, against, rules, total
// 交叉与重复建设的发现（按制度并存的另列，kind=design），可按类型、结论、状态、建议、得分、依托单位、领域（含下位）、平台类型、地区、类别筛选；按 score、kind、status、name、host、date（双方最近的名单）排序，- 为倒序
// Findings of overlap and duplicate construction (kind=design: what the rules provide for), by kind, verdict, status, suggestion, score, host, field (with narrower ones), type, region or category of either side; in the order of score, kind, status, name, host or date (of the latest roster), backwards with -
MATCH (a:Platform)-[o:OVERLAPS_WITH]->(b:Platform)
WHERE (o.kind = $kind OR ($kind = '' AND o.kind <> 'design')) AND ($verdict = '' OR o.verdict = $verdict)
  AND ($status = '' OR o.status = $status) AND ($suggestion = '' OR o.suggestion = $suggestion)
  AND o.score >= $min_score AND founded(a, b)
  AND ($host_id = '' OR EXISTS { MATCH (a)-[x:HOSTED_BY]->(:HostUnit {id: $host_id}) WHERE NOT x.source IN $hidden }
    OR EXISTS { MATCH (b)-[x:HOSTED_BY]->(:HostUnit {id: $host_id}) WHERE NOT x.source IN $hidden })
  AND ($field_id = '' OR EXISTS { MATCH (a)-[x:IN_FIELD]->(:Field)-[:NARROWER_THAN*0..4]->(:Field {id: $field_id}) WHERE NOT x.source IN $hidden }
    OR EXISTS { MATCH (b)-[x:IN_FIELD]->(:Field)-[:NARROWER_THAN*0..4]->(:Field {id: $field_id}) WHERE NOT x.source IN $hidden })
  AND ($type_id = '' OR EXISTS { MATCH (a)-[x:OF_TYPE]->(:PlatformType {id: $type_id}) WHERE NOT x.source IN $hidden }
    OR EXISTS { MATCH (b)-[x:OF_TYPE]->(:PlatformType {id: $type_id}) WHERE NOT x.source IN $hidden })
  AND ($region_id = '' OR EXISTS { MATCH (a)-[x:LOCATED_IN]->(:Region {id: $region_id}) WHERE NOT x.source IN $hidden }
    OR EXISTS { MATCH (b)-[x:LOCATED_IN]->(:Region {id: $region_id}) WHERE NOT x.source IN $hidden })
  AND ($category_id = '' OR EXISTS { MATCH (a)-[x:OF_TYPE]->(:PlatformType)-[y:IN_CATEGORY]->(:Category {id: $category_id}) WHERE NOT x.source IN $hidden AND NOT y.source IN $hidden }
    OR EXISTS { MATCH (b)-[x:OF_TYPE]->(:PlatformType)-[y:IN_CATEGORY]->(:Category {id: $category_id}) WHERE NOT x.source IN $hidden AND NOT y.source IN $hidden })
WITH a, o, b, CASE
    WHEN $sort IN ['kind', '-kind'] THEN o.kind
    WHEN $sort IN ['status', '-status'] THEN o.status
    WHEN $sort IN ['name', '-name'] THEN a.name
    WHEN $sort IN ['host', '-host'] THEN reduce(first = '', one IN [(a)-[x:HOSTED_BY]->(h:HostUnit) WHERE x.role <> 'former' AND NOT x.source IN $hidden | h.name] | CASE WHEN first = '' OR one < first THEN one ELSE first END)
    WHEN $sort IN ['date', '-date'] THEN reduce(last = '', one IN [(a)-[x:LISTED_IN]->(d:GoverningDocument) WHERE NOT x.source IN $hidden | coalesce(d.issued_on, '')] + [(b)-[x:LISTED_IN]->(d:GoverningDocument) WHERE NOT x.source IN $hidden | coalesce(d.issued_on, '')] | CASE WHEN one > last THEN one ELSE last END)
    ELSE '' END AS words, CASE WHEN $sort = 'score' THEN o.score ELSE -o.score END AS points
ORDER BY CASE WHEN $sort STARTS WITH '-' THEN '' ELSE words END, CASE WHEN $sort STARTS WITH '-' THEN words ELSE '' END DESC, points, o.kind, o.id
// Names and ids are asked of those alone that are shown.
WITH collect(o) AS found
WITH size(found) AS total, found[$skip..$skip + $limit] AS shown
UNWIND shown AS f
WITH f, total, startNode(f) AS a, endNode(f) AS b
RETURN f.id AS finding_id, f.kind AS kind, f.verdict AS verdict, f.score AS score, f.status AS status,
  f.action AS action, f.suggestion AS suggestion, f.suggestion_for AS suggestion_for,
  f.suggestion_to AS suggestion_to, f.ground AS ground, a.id AS a_id, a.name AS a, b.id AS b_id, b.name AS b,
  f.reasons AS reasons, f.against AS against, f.rules AS rules, total AS total

// name: findings_of_platform(platform_id: string) -> finding_id, kind, verdict, score, status, suggestion, other_id, other, reasons, against
// 某平台的交叉与重复发现
// Findings about a platform
MATCH (p:Platform {id: $platform_id})-[o:OVERLAPS_WITH]-(q:Platform)
WHERE founded(p, q)
RETURN o.id AS finding_id, o.kind AS kind, o.verdict AS verdict, o.score AS score, o.status AS status,
  o.suggestion AS suggestion, q.id AS other_id, q.name AS other, o.reasons AS reasons, o.against AS against
ORDER BY score DESC, other, other_id

// name: finding(a_id: string, b_id: string) -> finding_id, kind, verdict, score, status, action, suggestion, suggestion_for, suggestion_to, ground, a_id, a, b_id, b, reasons, against, rules
// 一条发现
// One finding
MATCH (a:Platform {id: $a_id})-[o:OVERLAPS_WITH]->(b:Platform {id: $b_id})
WHERE founded(a, b)
RETURN o.id AS finding_id, o.kind AS kind, o.verdict AS verdict, o.score AS score, o.status AS status,
  o.action AS action, o.suggestion AS suggestion, o.suggestion_for AS suggestion_for,
  o.suggestion_to AS suggestion_to, o.ground AS ground, a.id AS a_id, a.name AS a, b.id AS b_id, b.name AS b,
  o.reasons AS reasons, o.against AS against, o.rules AS rules

// name: evidence_of_finding(a_id: string, b_id: string) -> platform_id, relationship, label, node_id, node, said, source_id, start, end, cell, properties
// 一条发现所据的双方陈述：依托单位、领域、类型、地区、名单行、评估、变动
// What a finding rests on: what the sources state of both sides
MATCH (p:Platform)-[r:HOSTED_BY|IN_FIELD|OF_TYPE|LOCATED_IN|LISTED_IN|EVALUATED_IN|CHANGED_BY]->(n)
WHERE p.id IN [$a_id, $b_id] AND NOT r.source IN $hidden
RETURN p.id AS platform_id, type(r) AS relationship, labels(n)[0] AS label, n.id AS node_id, n.name AS node,
  coalesce(r.printed, r.result, r.role, r.event) AS said, r.source AS source_id, r.start AS start, r.end AS end,
  r.cell AS cell, properties(r) AS properties
ORDER BY platform_id, relationship, source_id, start, node_id

// name: findings_by_kind() -> kind, status, findings
// 各类发现的数目与判定状态
// Findings by kind and by state of judgement
MATCH (a:Platform)-[o:OVERLAPS_WITH]->(b:Platform)
WHERE founded(a, b)
RETURN o.kind AS kind, o.status AS status, count(*) AS findings
ORDER BY kind, status

// name: duplicates_by_host(limit: integer = 100) -> host_id, host, findings, platforms, platform_ids
// 疑似重复建设（D1、D2）最多的依托单位
// Host units with the most possible duplicates (D1, D2)
MATCH (a:Platform)-[o:OVERLAPS_WITH]->(b:Platform)
WHERE o.kind IN ['D1', 'D2'] AND o.status <> 'rejected' AND founded(a, b)
MATCH (a)-[r:HOSTED_BY]->(h:HostUnit)
WHERE r.role <> 'former' AND NOT r.source IN $hidden AND EXISTS { MATCH (b)-[x:HOSTED_BY]->(h) WHERE NOT x.source IN $hidden }
WITH h, o.id AS finding, a.id AS a_id, b.id AS b_id
UNWIND [a_id, b_id] AS platform_id
WITH h, finding, platform_id ORDER BY platform_id
WITH h, collect(DISTINCT finding) AS findings, collect(DISTINCT platform_id) AS platform_ids
RETURN h.id AS host_id, h.name AS host, size(findings) AS findings, size(platform_ids) AS platforms,
  platform_ids AS platform_ids
ORDER BY findings DESC, host, host_id
LIMIT $limit
