// name: node(id: string) -> label, id, name, properties, sources
// 一个节点及其属性
// A node and its properties
MATCH (n:Category|PlatformType|Platform|HostUnit|Field|Region|Agency|GoverningDocument|Provision|Target {id: $id})
WITH n
MATCH (n)-[m:MENTIONED_IN]->(s:Source)
WHERE NOT m.source IN $later
WITH n, s ORDER BY s.name, s.id
WITH n, collect(DISTINCT s.id) AS sources
RETURN labels(n)[0] AS label, n.id AS id, n.name AS name, properties(n) AS properties, sources AS sources

// name: statements_of_node(id: string, limit: integer = 2000) -> relationship, outward, other_label, other_id, other_name, source_id, source_name, start, end, rule, cell, properties
// 关于一个节点的全部陈述及原文位置
// All statements about a node, with where they stand
MATCH (n:Category|PlatformType|Platform|HostUnit|Field|Region|Agency|GoverningDocument|Provision|Target {id: $id})
WITH n
MATCH (n)-[r]-(o)
WHERE NOT type(r) IN ['MENTIONED_IN', 'LIKELY_SAME_AS'] AND NOT coalesce(r.source, '') IN $hidden
  AND NOT (type(r) = 'OVERLAPS_WITH' AND NOT founded(n, o))
WITH n, r, o
OPTIONAL MATCH (s:Source {id: r.source})
RETURN type(r) AS relationship, startNode(r).id = n.id AS outward, labels(o)[0] AS other_label,
  o.id AS other_id, o.name AS other_name, r.source AS source_id, s.name AS source_name,
  r.start AS start, r.end AS end, r.rule AS rule, r.cell AS cell, properties(r) AS properties
ORDER BY relationship, outward DESC, other_name, other_id, source_name, start
LIMIT $limit

// name: node_with_statements(id: string, limit: integer = 2000) -> label, id, name, properties, sources, statements
// 一个节点及关于它的全部陈述，一次取出
// A node and all statements about it, in one answer
MATCH (n:Category|PlatformType|Platform|HostUnit|Field|Region|Agency|GoverningDocument|Provision|Target {id: $id})
WITH n
MATCH (n)-[m:MENTIONED_IN]->(s:Source)
WHERE NOT m.source IN $later
WITH n, s ORDER BY s.name, s.id
WITH n, collect(DISTINCT s.id) AS sources
OPTIONAL MATCH (n)-[r]-(o)
WHERE NOT type(r) IN ['MENTIONED_IN', 'LIKELY_SAME_AS'] AND NOT coalesce(r.source, '') IN $hidden
  AND NOT (type(r) = 'OVERLAPS_WITH' AND NOT founded(n, o))
WITH n, sources, r, o
ORDER BY type(r), startNode(r).id = n.id DESC, o.name, o.id, r.source, r.start
LIMIT $limit
WITH n, sources, collect(CASE WHEN r IS NULL THEN null ELSE {relationship: type(r), outward: startNode(r).id = n.id,
  other_label: labels(o)[0], other_id: o.id, other_name: o.name, properties: properties(r)} END) AS statements
RETURN labels(n)[0] AS label, n.id AS id, n.name AS name, properties(n) AS properties, sources AS sources,
  statements AS statements

// name: platforms_with_statements(ids: strings) -> label, id, name, properties, sources, statements
// 几个平台及关于它们的全部陈述，一次取出
// Some platforms and all statements about them, in one answer
UNWIND $ids AS one
MATCH (n:Platform {id: one})
WITH n
MATCH (n)-[m:MENTIONED_IN]->(s:Source)
WHERE NOT m.source IN $later
WITH n, s ORDER BY s.name, s.id
WITH n, collect(DISTINCT s.id) AS sources
OPTIONAL MATCH (n)-[r]-(o)
WHERE NOT type(r) IN ['MENTIONED_IN', 'LIKELY_SAME_AS'] AND NOT coalesce(r.source, '') IN $hidden
  AND NOT (type(r) = 'OVERLAPS_WITH' AND NOT founded(n, o))
WITH n, sources, r, o
ORDER BY n.id, type(r), startNode(r).id = n.id DESC, o.name, o.id, r.source, r.start
WITH n, sources, collect(CASE WHEN r IS NULL THEN null ELSE {relationship: type(r), outward: startNode(r).id = n.id,
  other_label: labels(o)[0], other_id: o.id, other_name: o.name, properties: properties(r)} END) AS statements
RETURN labels(n)[0] AS label, n.id AS id, n.name AS name, properties(n) AS properties, sources AS sources,
  statements AS statements
ORDER BY id

// name: mentions_of_node(id: string) -> source_id, source_name, start, end, rule, cell, properties
// 提到一个节点的来源
// Sources that mention a node
MATCH (n:Category|PlatformType|Platform|HostUnit|Field|Region|Agency|GoverningDocument|Provision|Target {id: $id})
WITH n
MATCH (n)-[m:MENTIONED_IN]->(s:Source)
WHERE NOT m.source IN $hidden
RETURN s.id AS source_id, s.name AS source_name, m.start AS start, m.end AS end, m.rule AS rule,
  m.cell AS cell, m.properties AS properties
ORDER BY source_name, source_id

// name: neighbour_counts(id: string) -> relationship, outward, label, nodes
// 按关系统计一个节点的邻居
// Neighbours of a node by relationship
MATCH (n:Category|PlatformType|Platform|HostUnit|Field|Region|Agency|GoverningDocument|Provision|Target {id: $id})
WITH n
MATCH (n)-[r]-(o)
WHERE NOT type(r) IN ['MENTIONED_IN', 'FLAGGED_IN', 'LIKELY_SAME_AS'] AND NOT coalesce(r.source, '') IN $hidden
  AND NOT (type(r) = 'OVERLAPS_WITH' AND (r.status = 'rejected' OR r.kind = 'design' OR NOT founded(n, o)))
RETURN type(r) AS relationship, startNode(r).id = n.id AS outward, labels(o)[0] AS label,
  count(DISTINCT o.id) AS nodes
ORDER BY relationship, outward DESC, label

// name: neighbourhood(id: string, relationships: strings = '', direction: string = '', skip: integer = 0, limit: integer = 300) -> relationship, outward, label, id, name, statements, properties
// 一个节点的邻居，可限定关系与方向（out、in）
// Neighbours of a node, of some relationships or all, of one direction (out, in) or both
MATCH (n:Category|PlatformType|Platform|HostUnit|Field|Region|Agency|GoverningDocument|Provision|Target {id: $id})
WITH n
MATCH (n)-[r]-(o)
WHERE NOT type(r) IN ['MENTIONED_IN', 'FLAGGED_IN', 'LIKELY_SAME_AS'] AND NOT coalesce(r.source, '') IN $hidden
  AND NOT (type(r) = 'OVERLAPS_WITH' AND (r.status = 'rejected' OR r.kind = 'design' OR NOT founded(n, o)))
  AND (size($relationships) = 0 OR type(r) IN $relationships)
  AND ($direction = '' OR ($direction = 'out' AND startNode(r).id = $id) OR ($direction = 'in' AND endNode(r).id = $id))
WITH type(r) AS relationship, startNode(r).id = n.id AS outward, o, count(r) AS statements
RETURN relationship AS relationship, outward AS outward, labels(o)[0] AS label, o.id AS id,
  o.name AS name, statements AS statements, properties(o) AS properties
ORDER BY relationship, outward DESC, name, id
SKIP $skip LIMIT $limit

// name: edges_among(ids: strings) -> relationship, start_id, end_id, statements
// 一组节点之间的关系
// Relationships among some nodes
MATCH (a:Category|PlatformType|Platform|HostUnit|Field|Region|Agency|GoverningDocument|Provision|Target)
WHERE a.id IN $ids
WITH a
MATCH (a)-[r]->(b)
WHERE b.id IN $ids AND NOT type(r) IN ['MENTIONED_IN', 'FLAGGED_IN', 'LIKELY_SAME_AS']
  AND NOT coalesce(r.source, '') IN $hidden
  AND NOT (type(r) = 'OVERLAPS_WITH' AND (r.status = 'rejected' OR r.kind = 'design' OR NOT founded(a, b)))
RETURN type(r) AS relationship, a.id AS start_id, b.id AS end_id, count(r) AS statements
ORDER BY relationship, start_id, end_id

// name: shortest_path(from_id: string, to_id: string) -> ids, labels, names, relationships
// 两个节点之间的最短路径（至多八步）
// Shortest path between two nodes, of at most eight steps
MATCH (a:Category|PlatformType|Platform|HostUnit|Field|Region|Agency|GoverningDocument|Provision|Target {id: $from_id})
WITH a
MATCH (b:Category|PlatformType|Platform|HostUnit|Field|Region|Agency|GoverningDocument|Provision|Target {id: $to_id})
WITH a, b
// Of several paths of one length the first by its ids, so that both engines choose the same.
MATCH p = allShortestPaths((a)-[:IN_CATEGORY|OF_TYPE|HOSTED_BY|IN_FIELD|LOCATED_IN|LISTED_IN|EVALUATED_IN|CHANGED_BY|NARROWER_THAN|PART_OF|ISSUED_BY|CITES|SUPERSEDES|GOVERNS|SETS|FOR_TYPE|FOR_FIELD|NAMES_FIELD|CONVERTS_TO|HAS_PROVISION|OVERLAPS_WITH*..8]-(b))
WHERE none(r IN relationships(p) WHERE coalesce(r.source, '') IN $hidden OR (type(r) = 'OVERLAPS_WITH' AND size($later) > 0))
WITH p, reduce(words = '', n IN nodes(p) | words + n.id + ' ') AS words,
  reduce(words = '', r IN relationships(p) | words + type(r) + ' ') AS steps
ORDER BY words, steps LIMIT 1
RETURN [n IN nodes(p) | n.id] AS ids, [n IN nodes(p) | labels(n)[0]] AS labels,
  [n IN nodes(p) | n.name] AS names, [r IN relationships(p) | type(r)] AS relationships

// name: places_and_categories(name: string, limit: integer = 20) -> label, id, name
// 名称含某词的地区与类别（全文检索不收这两种）
// Regions and categories whose name has a word; full-text search does not read these
MATCH (n:Category|Region)
WHERE n.name CONTAINS $name
  AND EXISTS { MATCH (n)-[m:MENTIONED_IN]->(:Source) WHERE NOT m.source IN $hidden }
RETURN labels(n)[0] AS label, n.id AS id, n.name AS name
ORDER BY size(name), name, id
LIMIT $limit

// name: judgements_of_node(id: string) -> judgement_id, about, kind, verdict, action, members, member_names, flag, printed, reading, reviewer, decided_on, note
// 人对一个节点的判定与核定，新的在前
// What people decided about a node, the newest first
MATCH (j:Judgement)
WHERE j.about = $id OR $id IN coalesce(j.members, [])
RETURN j.id AS judgement_id, j.about AS about, j.kind AS kind, j.verdict AS verdict, j.action AS action,
  j.members AS members, j.member_names AS member_names, j.flag AS flag, j.printed AS printed,
  j.reading AS reading, j.reviewer AS reviewer, j.decided_on AS decided_on, j.note AS note
ORDER BY decided_on DESC, judgement_id
