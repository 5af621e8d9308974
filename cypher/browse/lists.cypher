// name: platforms_by_ids(ids: strings) -> platform_id, platform, host_ids, hosts, type_ids, types, field_ids, fields, region_id, region, level, year, result, result_year, status, rosters
// 平台表的若干行，按所给标识的顺序：依托单位、类型、领域、地区、认定年、最近评估、名单数
// Rows of the table of platforms in the order of the given ids: hosts, types, fields, region, year, last evaluation, rosters
UNWIND range(0, size($ids) - 1) AS at
WITH at, $ids[at] AS id
MATCH (p:Platform {id: id})-[l:LISTED_IN]->(d:GoverningDocument)
WHERE NOT l.source IN $hidden
WITH at, p, {year: min(l.year), rosters: count(DISTINCT d.id), statuses: collect(DISTINCT l.status)} AS row
OPTIONAL MATCH (p)-[h:HOSTED_BY]->(u:HostUnit) WHERE NOT h.source IN $hidden AND h.role <> 'former'
WITH at, row, p, u, max(h.role) AS role ORDER BY role DESC, u.name
WITH at, row, p, collect(u.id) AS host_ids, collect(u.name) AS hosts
OPTIONAL MATCH (p)-[o:OF_TYPE]->(t:PlatformType) WHERE NOT o.source IN $hidden
WITH DISTINCT at, row, p, host_ids, hosts, t ORDER BY t.name
WITH at, row, p, host_ids, hosts, collect(t.id) AS type_ids, collect(t.name) AS types
OPTIONAL MATCH (p)-[i:IN_FIELD]->(f:Field) WHERE NOT i.source IN $hidden
WITH DISTINCT at, row, p, host_ids, hosts, type_ids, types, f ORDER BY f.name
WITH at, row, p, host_ids, hosts, type_ids, types, collect(f.id) AS field_ids, collect(f.name) AS fields
OPTIONAL MATCH (p)-[w:LOCATED_IN]->(g:Region) WHERE NOT w.source IN $hidden
WITH DISTINCT at, row, p, host_ids, hosts, type_ids, types, field_ids, fields, g ORDER BY g.name
WITH at, row, p, host_ids, hosts, type_ids, types, field_ids, fields, collect(g)[0] AS g
OPTIONAL MATCH (p)-[e:EVALUATED_IN]->(:GoverningDocument) WHERE NOT e.source IN $hidden
WITH at, row, p, host_ids, hosts, type_ids, types, field_ids, fields, g, e.year AS result_year, e.result AS result
ORDER BY coalesce(result_year, 0) DESC, result
WITH at, row, p, host_ids, hosts, type_ids, types, field_ids, fields, g,
  collect({year: result_year, result: result})[0] AS last
RETURN p.id AS platform_id, p.name AS platform, host_ids AS host_ids, hosts AS hosts,
  type_ids AS type_ids, types AS types, field_ids AS field_ids, fields AS fields, g.id AS region_id,
  g.name AS region, p.level AS level, row.year AS year, last.result AS result, last.year AS result_year,
  CASE WHEN 'withdrawn' IN row.statuses THEN 'withdrawn' ELSE 'listed' END AS status, row.rosters AS rosters
ORDER BY at

// name: hosts_by_ids(ids: strings) -> host_id, host, kind, platforms, type_ids, types, fields, region_id, region, credit_codes
// 依托单位表的若干行，按所给标识的顺序：性质、平台数、类型、领域数、地区
// Rows of the table of host units in the order of the given ids: kind, platforms, types, fields, region
UNWIND range(0, size($ids) - 1) AS at
WITH at, $ids[at] AS id
MATCH (h:HostUnit {id: id})<-[r:HOSTED_BY]-(p:Platform)
WHERE NOT r.source IN $hidden
WITH DISTINCT at, h, p
OPTIONAL MATCH (p)-[o:OF_TYPE]->(t:PlatformType) WHERE NOT o.source IN $hidden
WITH DISTINCT at, h, p, t ORDER BY t.name, t.id
WITH at, h, collect(DISTINCT t.id) AS type_ids, collect(DISTINCT p) AS together
UNWIND together AS p
OPTIONAL MATCH (p)-[i:IN_FIELD]->(f:Field) WHERE NOT i.source IN $hidden
WITH at, h, type_ids, count(DISTINCT p.id) AS platforms, count(DISTINCT f.id) AS fields
OPTIONAL MATCH (t:PlatformType) WHERE t.id IN type_ids
WITH at, h, type_ids, platforms, fields, t ORDER BY t.name, t.id
WITH at, h, type_ids, platforms, fields, collect(t.name) AS types
OPTIONAL MATCH (h)-[w:LOCATED_IN]->(g:Region) WHERE NOT w.source IN $hidden
WITH DISTINCT at, h, type_ids, types, platforms, fields, g ORDER BY g.name
WITH at, h, type_ids, types, platforms, fields, collect(g)[0] AS g
RETURN h.id AS host_id, h.name AS host, h.kind AS kind, platforms AS platforms, type_ids AS type_ids,
  types AS types, fields AS fields, g.id AS region_id, g.name AS region,
  coalesce(h.credit_codes, []) AS credit_codes
ORDER BY at

// name: fields_by_ids(ids: strings) -> field_id, field, above_id, above, platforms, hosts, documents, mapped
// 领域表的若干行，按所给标识的顺序：上位领域、平台数、依托单位数、提到它的文件数
// Rows of the table of fields in the order of the given ids: broader field, platforms, host units, documents that name it
UNWIND range(0, size($ids) - 1) AS at
WITH at, $ids[at] AS id
MATCH (f:Field {id: id})
WHERE EXISTS { MATCH (f)-[m:MENTIONED_IN]->(:Source) WHERE NOT m.source IN $hidden }
OPTIONAL MATCH (f)<-[i:IN_FIELD]-(p:Platform) WHERE NOT i.source IN $hidden
WITH at, f, count(DISTINCT p.id) AS platforms
OPTIONAL MATCH (f)<-[i:IN_FIELD]-(p:Platform)-[r:HOSTED_BY]->(h:HostUnit)
WHERE NOT i.source IN $hidden AND NOT r.source IN $hidden AND r.role <> 'former'
WITH at, f, platforms, count(DISTINCT h.id) AS hosts
OPTIONAL MATCH (f)<-[n:NAMES_FIELD]-(d:GoverningDocument) WHERE NOT n.source IN $hidden
WITH at, f, platforms, hosts, count(DISTINCT d.id) AS documents
OPTIONAL MATCH (f)-[b:NARROWER_THAN]->(up:Field) WHERE NOT b.source IN $hidden
WITH DISTINCT at, f, platforms, hosts, documents, up ORDER BY up.name
WITH at, f, platforms, hosts, documents, collect(up)[0] AS up
RETURN f.id AS field_id, f.name AS field, up.id AS above_id, up.name AS above,
  platforms AS platforms, hosts AS hosts, documents AS documents, f.mapped AS mapped
ORDER BY at

// name: types_by_ids(ids: strings) -> type_id, type, category_id, category, level, platforms, targets, documents
// 平台类型表的若干行，按所给标识的顺序：类别、级别、平台数、目标数、提到它的来源数
// Rows of the table of platform types in the order of the given ids: category, level, platforms, targets, sources that mention it
UNWIND range(0, size($ids) - 1) AS at
WITH at, $ids[at] AS id
MATCH (t:PlatformType {id: id})-[m:MENTIONED_IN]->(:Source)
WHERE NOT m.source IN $hidden
WITH at, t, count(DISTINCT m.source) AS documents
OPTIONAL MATCH (t)<-[o:OF_TYPE]-(p:Platform) WHERE NOT o.source IN $hidden
WITH at, t, documents, count(DISTINCT p.id) AS platforms
OPTIONAL MATCH (t)<-[x:FOR_TYPE]-(g:Target) WHERE NOT x.source IN $hidden
WITH at, t, documents, platforms, count(DISTINCT g.id) AS targets
OPTIONAL MATCH (t)-[c:IN_CATEGORY]->(k:Category) WHERE NOT c.source IN $hidden
WITH at, t, documents, platforms, targets, k, max(CASE c.basis WHEN 'text' THEN 1 ELSE 0 END) AS stated
ORDER BY stated DESC, k.name
WITH at, t, documents, platforms, targets, collect(k)[0] AS k
RETURN t.id AS type_id, t.name AS type, k.id AS category_id, k.name AS category,
  t.level AS level, platforms AS platforms, targets AS targets, documents AS documents
ORDER BY at

// name: documents_by_ids(ids: strings) -> document_id, document, doc_number, kind, issued_on, was_read, issuer_ids, issuers, platforms, targets, flags, cited_by
// 政策文件表的若干行，按所给标识的顺序：文号、文种、日期、发文机关、平台数、目标数、旗标数、被引数
// Rows of the table of documents in the order of the given ids: number, kind, date, issuers, platforms, targets, flags, times cited
UNWIND range(0, size($ids) - 1) AS at
WITH at, $ids[at] AS id
MATCH (d:GoverningDocument {id: id})
WHERE EXISTS { MATCH (d)-[m:MENTIONED_IN]->(:Source) WHERE NOT m.source IN $hidden }
OPTIONAL MATCH (d)<-[l:LISTED_IN]-(p:Platform) WHERE NOT l.source IN $hidden
WITH at, d, count(DISTINCT p.id) AS platforms
OPTIONAL MATCH (d)-[i:ISSUED_BY]->(a:Agency) WHERE NOT i.source IN $hidden
WITH at, d, platforms, a, min(i.start) AS first ORDER BY first, a.name
WITH at, d, platforms, collect(a.id) AS issuer_ids, collect(a.name) AS issuers
OPTIONAL MATCH (d)-[s:SETS]->(g:Target) WHERE NOT s.source IN $hidden
WITH at, d, platforms, issuer_ids, issuers, count(DISTINCT g.id) AS targets
OPTIONAL MATCH (d)-[c:MENTIONED_IN]->(o:Source) WHERE c.rank >= 2 AND NOT c.source IN $hidden
WITH at, d, platforms, issuer_ids, issuers, targets, o
OPTIONAL MATCH (o)<-[x:FLAGGED_IN]-() WHERE NOT x.source IN $hidden
WITH at, d, platforms, issuer_ids, issuers, targets, count(DISTINCT x.key) AS flags
OPTIONAL MATCH (d)<-[c:CITES]-(by:GoverningDocument) WHERE NOT c.source IN $hidden
WITH at, d, platforms, issuer_ids, issuers, targets, flags, count(DISTINCT by.id) AS cited_by
RETURN d.id AS document_id, d.name AS document, d.doc_number AS doc_number, d.kind AS kind,
  d.issued_on AS issued_on, coalesce(d.was_read, false) AS was_read, issuer_ids AS issuer_ids,
  issuers AS issuers, platforms AS platforms, targets AS targets, flags AS flags, cited_by AS cited_by
ORDER BY at

// name: facts_of_node(id: string, relationship: string, outward: boolean = true, skip: integer = 0, limit: integer = 50) -> total, other_label, other_id, other_name, other_properties, source_id, source_name, start, end, rule, cell, properties
// 一个节点某种关系的陈述，按对方分页
// Statements of one relationship of a node, paged by the other node
MATCH (n:Category|PlatformType|Platform|HostUnit|Field|Region|Agency|GoverningDocument|Provision|Target {id: $id})
WITH n
MATCH (n)-[r]-(o)
WHERE type(r) = $relationship AND (startNode(r).id = n.id) = $outward AND NOT coalesce(r.source, '') IN $hidden
  AND NOT (type(r) = 'OVERLAPS_WITH' AND NOT founded(n, o))
WITH o, collect(r) AS said ORDER BY coalesce(o.position, 0), o.name, o.id
WITH collect({other: o, said: said}) AS found
WITH size(found) AS total, found[$skip..$skip + $limit] AS page
UNWIND range(0, size(page) - 1) AS at
WITH total, at, page[at].other AS o, page[at].said AS said
UNWIND said AS r
WITH total, at, o, r
OPTIONAL MATCH (s:Source {id: r.source})
RETURN total AS total, labels(o)[0] AS other_label, o.id AS other_id, o.name AS other_name,
  properties(o) AS other_properties, r.source AS source_id, s.name AS source_name, r.start AS start,
  r.end AS end, r.rule AS rule, r.cell AS cell, properties(r) AS properties
ORDER BY at, source_name, source_id, start

// name: documents_of_sources(source_ids: strings) -> source_id, document_id, document, first_source_id
// 各来源所载的文件，以及该文件的第一份来源
// The document that each source holds, and the first source of that document
MATCH (s:Source)<-[m:MENTIONED_IN]-(d:GoverningDocument)
WHERE s.id IN $source_ids AND m.rank >= 2 AND NOT m.source IN $later
WITH s, d
MATCH (d)-[c:MENTIONED_IN]->(o:Source)
WHERE c.rank >= 2 AND NOT c.source IN $later
WITH s, d, o ORDER BY o.name, o.id
WITH s, d, collect(o.id)[0] AS first_source_id
RETURN s.id AS source_id, d.id AS document_id, d.name AS document, first_source_id AS first_source_id
ORDER BY source_id, document_id

// name: nodes_by_ids(ids: strings) -> label, id, name, properties
// 按标识取若干节点
// Some nodes by their ids
MATCH (n:Category|PlatformType|Platform|HostUnit|Field|Region|Agency|GoverningDocument|Provision|Target)
WHERE n.id IN $ids
  AND (size($later) = 0 OR EXISTS { MATCH (n)-[m:MENTIONED_IN]->(:Source) WHERE NOT m.source IN $later })
RETURN labels(n)[0] AS label, n.id AS id, n.name AS name, properties(n) AS properties
ORDER BY label, name, id

// name: statements_between(id: string, ids: strings, limit: integer = 500) -> relationship, outward, other_label, other_id, other_name, other_properties, source_id, source_name, start, end, rule, cell, properties
// 一个节点与若干节点之间的陈述
// Statements between a node and some others
MATCH (n:Category|PlatformType|Platform|HostUnit|Field|Region|Agency|GoverningDocument|Provision|Target {id: $id})
WITH n
MATCH (n)-[r]-(o)
WHERE o.id IN $ids AND NOT type(r) IN ['MENTIONED_IN', 'FLAGGED_IN', 'LIKELY_SAME_AS']
  AND NOT coalesce(r.source, '') IN $hidden
  AND NOT (type(r) = 'OVERLAPS_WITH' AND NOT founded(n, o))
WITH n, r, o
OPTIONAL MATCH (s:Source {id: r.source})
RETURN type(r) AS relationship, startNode(r).id = n.id AS outward, labels(o)[0] AS other_label,
  o.id AS other_id, o.name AS other_name, properties(o) AS other_properties, r.source AS source_id,
  s.name AS source_name, r.start AS start, r.end AS end, r.rule AS rule, r.cell AS cell,
  properties(r) AS properties
ORDER BY relationship, outward DESC, other_name, other_id, source_name, source_id, start
LIMIT $limit

// name: provisions_of_source(source_id: string) -> provision_id, number, name, depth, rule, start, end
// 一份来源的章节，按先后
// Sections of a source, in order
MATCH (s:Source {id: $source_id})<-[:MENTIONED_IN]-(d:GoverningDocument)-[h:HAS_PROVISION]->(p:Provision)
WHERE h.source = s.id AND NOT h.source IN $later
WITH DISTINCT p, h
RETURN p.id AS provision_id, p.number AS number, p.name AS name, p.depth AS depth, p.rule AS rule,
  h.start AS start, h.end AS end
ORDER BY start, end, provision_id

// name: flags_of_node(id: string) -> flag, severity, reason, source_id, source, start, end, candidate_readings
// 一个节点的旗标
// Flags of a node
MATCH (n:Category|PlatformType|Platform|HostUnit|Field|Region|Agency|GoverningDocument|Provision|Target {id: $id})
WITH n
MATCH (n)-[x:FLAGGED_IN]->(s:Source)
WHERE NOT x.source IN $hidden
RETURN x.flag AS flag, x.severity AS severity, x.reason AS reason, s.id AS source_id, s.name AS source,
  x.start AS start, x.end AS end, x.candidate_readings AS candidate_readings
ORDER BY source, start, flag

// name: targets_by_type(limit: integer = 2000) -> type_id, type, target_id, metric, value_as_printed, by_year, modality, subtype, flags, candidate_readings, document_id, document, doc_number, source_id, start, end
// 各类型的建设目标（原文数值）
// Targets by platform type, as printed
MATCH (d:GoverningDocument)-[s:SETS]->(g:Target)-[f:FOR_TYPE]->(t:PlatformType)
WHERE NOT s.source IN $hidden AND f.source = s.source
WITH t, g, d, s ORDER BY s.source, s.start
WITH t, g, d, collect(s)[0] AS s
RETURN t.id AS type_id, t.name AS type, g.id AS target_id, g.metric AS metric,
  g.value_as_printed AS value_as_printed, g.by_year AS by_year, g.modality AS modality,
  g.subtype AS subtype, g.flags AS flags, g.candidate_readings AS candidate_readings,
  d.id AS document_id, d.name AS document, d.doc_number AS doc_number, s.source AS source_id,
  s.start AS start, s.end AS end
ORDER BY type, document, start, target_id
LIMIT $limit

// name: fields_of_host(host_id: string, limit: integer = 500) -> field_id, field, platforms
// 某依托单位的平台所在领域
// Fields in which a host unit has platforms
MATCH (h:HostUnit {id: $host_id})<-[r:HOSTED_BY]-(p:Platform)
WHERE NOT r.source IN $hidden AND r.role <> 'former'
WITH DISTINCT p
MATCH (p)-[i:IN_FIELD]->(f:Field)
WHERE NOT i.source IN $hidden
RETURN f.id AS field_id, f.name AS field, count(DISTINCT p.id) AS platforms
ORDER BY platforms DESC, field, field_id
LIMIT $limit

// name: closest_path(from_id: string, to_id: string) -> ids, labels, names, relationships
// 两个节点之间只经来源的陈述、不经地区、类型、类别与名单的最短路径（至多八步）
// Shortest path of stated facts between two nodes that does not pass through regions, types, categories or rosters
MATCH (a:Category|PlatformType|Platform|HostUnit|Field|Region|Agency|GoverningDocument|Provision|Target {id: $from_id})
WITH a
MATCH (b:Category|PlatformType|Platform|HostUnit|Field|Region|Agency|GoverningDocument|Provision|Target {id: $to_id})
WITH a, b
// Of several paths of one length the first by its ids, so that both engines choose the same.
MATCH p = allShortestPaths((a)-[:HOSTED_BY|IN_FIELD|NARROWER_THAN|PART_OF|ISSUED_BY|CITES|SUPERSEDES|GOVERNS|SETS|FOR_TYPE|FOR_FIELD|NAMES_FIELD|CONVERTS_TO*..8]-(b))
WHERE none(r IN relationships(p) WHERE r.source IN $hidden)
WITH p, reduce(words = '', n IN nodes(p) | words + n.id + ' ') AS words,
  reduce(words = '', r IN relationships(p) | words + type(r) + ' ') AS steps
ORDER BY words, steps LIMIT 1
RETURN [n IN nodes(p) | n.id] AS ids, [n IN nodes(p) | labels(n)[0]] AS labels,
  [n IN nodes(p) | n.name] AS names, [r IN relationships(p) | type(r)] AS relationships

// name: graph_version() -> loads, updated_at
// 图谱的版本：载入次数与时间
// Version of the graph: how often and when it was last loaded
OPTIONAL MATCH (g:GraphInfo)
RETURN coalesce(g.loads, 0) AS loads, g.loaded_at AS updated_at
