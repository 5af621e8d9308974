// name: neighbour_ids(ids: strings, limit: integer = 20000) -> id
// 与一组节点相邻的节点的标识（被否定的与按制度并存的发现不算）
// Ids of the nodes next to some nodes, not by findings that were rejected or that the rules provide for
MATCH (n:Category|PlatformType|Platform|HostUnit|Field|Region|Agency|GoverningDocument|Provision|Target)
WHERE n.id IN $ids
WITH n
MATCH (n)-[r]-(o)
WHERE NOT type(r) IN ['MENTIONED_IN', 'FLAGGED_IN', 'LIKELY_SAME_AS'] AND NOT coalesce(r.source, '') IN $hidden
  AND NOT (type(r) = 'OVERLAPS_WITH' AND (r.status = 'rejected' OR r.kind = 'design' OR NOT founded(n, o)))
RETURN DISTINCT o.id AS id
ORDER BY id
LIMIT $limit

// name: relationships_from(ids: strings) -> start_label, start_id, relationship, end_label, end_id, properties
// 从一组节点出发的关系，一条陈述一行
// Relationships that start at some nodes, a row each statement
MATCH (a:Category|PlatformType|Platform|HostUnit|Field|Region|Agency|GoverningDocument|Provision|Target)
WHERE a.id IN $ids
WITH a
MATCH (a)-[r]->(b)
WHERE NOT type(r) IN ['MENTIONED_IN', 'FLAGGED_IN', 'LIKELY_SAME_AS']
  AND NOT coalesce(r.source, '') IN $hidden
  AND NOT (type(r) = 'OVERLAPS_WITH' AND NOT founded(a, b))
RETURN labels(a)[0] AS start_label, a.id AS start_id, type(r) AS relationship, labels(b)[0] AS end_label,
  b.id AS end_id, properties(r) AS properties
ORDER BY start_id, relationship, end_id, r.source, r.start, r.key
