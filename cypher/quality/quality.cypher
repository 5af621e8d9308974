// name: statements_without_evidence(limit: integer = 100) -> relationship, start_id, end_id
// 缺少原文依据的陈述（应当没有）
// Statements without evidence (there should be none)
MATCH (a)-[r]->(b)
WHERE NOT type(r) IN ['OVERLAPS_WITH', 'LIKELY_SAME_AS']
  AND (r.source IS NULL OR r.start IS NULL OR r.end IS NULL OR r.rule IS NULL OR r.key IS NULL)
RETURN type(r) AS relationship, a.id AS start_id, b.id AS end_id
ORDER BY relationship, start_id, end_id
LIMIT $limit

// name: nodes_without_source(limit: integer = 100) -> label, id, name
// 没有任何来源提到的节点（应当没有）
// Nodes that no source mentions (there should be none)
MATCH (n:Category|PlatformType|Platform|HostUnit|Field|Region|Agency|GoverningDocument|Provision|Target)
WHERE NOT EXISTS { MATCH (n)-[:MENTIONED_IN]->(:Source) }
RETURN labels(n)[0] AS label, n.id AS id, n.name AS name
ORDER BY label, id
LIMIT $limit

// name: flags(flag: string = '', limit: integer = 500) -> flag, severity, reason, label, node_id, name, source_id, source, start, end, candidate_readings
// 存疑之处：旗标、理由与可能读法
// Doubtful places: flag, reason and possible readings
MATCH (n)-[x:FLAGGED_IN]->(s:Source)
WHERE NOT x.source IN $hidden AND ($flag = '' OR x.flag = $flag)
RETURN x.flag AS flag, x.severity AS severity, x.reason AS reason, labels(n)[0] AS label, n.id AS node_id,
  n.name AS name, s.id AS source_id, s.name AS source, x.start AS start, x.end AS end,
  x.candidate_readings AS candidate_readings
ORDER BY CASE severity WHEN 'high' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END, source, start, flag
LIMIT $limit

// name: unmapped_fields(limit: integer = 1000) -> field_id, field, platforms, documents
// 分类表未收的领域说法，及用到它的平台与文件数
// Field phrases that the taxonomy does not know, with how many platforms and documents use them
MATCH (f:Field)
WHERE f.mapped = false
  AND EXISTS { MATCH (f)-[m:MENTIONED_IN]->(:Source) WHERE NOT m.source IN $hidden }
OPTIONAL MATCH (p:Platform)-[i:IN_FIELD]->(f) WHERE NOT i.source IN $hidden
WITH f, count(DISTINCT p.id) AS platforms
OPTIONAL MATCH (d:GoverningDocument)-[n:NAMES_FIELD]->(f) WHERE NOT n.source IN $hidden
WITH f, platforms, count(DISTINCT d.id) AS documents
RETURN f.id AS field_id, f.name AS field, platforms AS platforms, documents AS documents
ORDER BY platforms DESC, documents DESC, field, field_id
LIMIT $limit
