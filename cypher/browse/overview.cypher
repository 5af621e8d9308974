// name: totals() -> platforms, hosts, fields, documents, rosters, types, targets, flags, updated_at
// 总数：平台、依托单位、领域、政策文件、名单、类型、目标、旗标
// Totals of platforms, hosts, fields, documents, rosters, types, targets and flags
OPTIONAL MATCH (p:Platform)-[l:LISTED_IN]->(:GoverningDocument) WHERE NOT l.source IN $hidden
WITH count(DISTINCT p) AS platforms
OPTIONAL MATCH (h:HostUnit)<-[o:HOSTED_BY]-(:Platform) WHERE NOT o.source IN $hidden
WITH platforms, count(DISTINCT h) AS hosts
OPTIONAL MATCH (f:Field)<-[i:IN_FIELD]-(:Platform) WHERE NOT i.source IN $hidden
WITH platforms, hosts, count(DISTINCT f) AS fields
OPTIONAL MATCH (d:GoverningDocument)-[m:MENTIONED_IN]->(:Source) WHERE NOT m.source IN $hidden
WITH platforms, hosts, fields, count(DISTINCT d) AS documents,
  count(DISTINCT CASE WHEN d.kind IN ['roster', 'evaluation'] THEN d.id END) AS rosters
OPTIONAL MATCH (t:PlatformType)-[m:MENTIONED_IN]->(:Source) WHERE NOT m.source IN $hidden
WITH platforms, hosts, fields, documents, rosters, count(DISTINCT t) AS types
OPTIONAL MATCH (:GoverningDocument)-[s:SETS]->(g:Target) WHERE NOT s.source IN $hidden
WITH platforms, hosts, fields, documents, rosters, types, count(DISTINCT g) AS targets
OPTIONAL MATCH (n)-[x:FLAGGED_IN]->(:Source) WHERE NOT x.source IN $hidden
WITH platforms, hosts, fields, documents, rosters, types, targets, count(x) AS flags
OPTIONAL MATCH (info:GraphInfo)
RETURN platforms AS platforms, hosts AS hosts, fields AS fields, documents AS documents,
  rosters AS rosters, types AS types, targets AS targets, flags AS flags,
  info.loaded_at AS updated_at

// name: totals_of_documents() -> documents, rosters, types, targets, flags
// 各份文件所说的总数：政策文件、名单、类型、目标、旗标
// Totals of what documents say: documents, rosters, types, targets, flags
OPTIONAL MATCH (d:GoverningDocument)-[m:MENTIONED_IN]->(:Source) WHERE NOT m.source IN $hidden
WITH count(DISTINCT d) AS documents,
  count(DISTINCT CASE WHEN d.kind IN ['roster', 'evaluation'] THEN d.id END) AS rosters
OPTIONAL MATCH (t:PlatformType)-[m:MENTIONED_IN]->(:Source) WHERE NOT m.source IN $hidden
WITH documents, rosters, count(DISTINCT t) AS types
OPTIONAL MATCH (:GoverningDocument)-[s:SETS]->(g:Target) WHERE NOT s.source IN $hidden
WITH documents, rosters, types, count(DISTINCT g) AS targets
OPTIONAL MATCH (n)-[x:FLAGGED_IN]->(:Source) WHERE NOT x.source IN $hidden
RETURN documents AS documents, rosters AS rosters, types AS types, targets AS targets, count(x) AS flags

// name: categories_and_types() -> category_id, category, type_id, type, level, platforms, documents
// 各类别、各类型的平台数量
// Platforms by category and type
MATCH (t:PlatformType)-[m:MENTIONED_IN]->(:Source)
WHERE NOT m.source IN $hidden
WITH t, count(DISTINCT m.source) AS documents
OPTIONAL MATCH (t)-[c:IN_CATEGORY]->(k:Category) WHERE NOT c.source IN $hidden
WITH t, documents, k, max(CASE c.basis WHEN 'text' THEN 1 ELSE 0 END) AS stated
ORDER BY stated DESC, k.name
WITH t, documents, collect(k)[0] AS category
OPTIONAL MATCH (t)<-[o:OF_TYPE]-(p:Platform) WHERE NOT o.source IN $hidden
WITH t, documents, category, count(DISTINCT p) AS platforms
RETURN category.id AS category_id, category.name AS category, t.id AS type_id, t.name AS type,
  t.level AS level, platforms AS platforms, documents AS documents
ORDER BY category, platforms DESC, type

// name: latest_documents(limit: integer = 10) -> document_id, name, kind, doc_number, issued_on, source_id, loaded_at, facts
// 最新的文件与名单
// Latest documents and rosters that were read
MATCH (d:GoverningDocument)-[m:MENTIONED_IN]->(s:Source)
WHERE d.was_read AND m.rank >= 2 AND NOT m.source IN $hidden
WITH d, s ORDER BY s.id
WITH d, collect(s)[0] AS s
RETURN d.id AS document_id, d.name AS name, d.kind AS kind, d.doc_number AS doc_number,
  d.issued_on AS issued_on, s.id AS source_id, s.loaded_at AS loaded_at, s.statements AS facts
ORDER BY coalesce(issued_on, '') DESC, name
LIMIT $limit
