// name: counts_by_label() -> label, nodes
// 各类节点的数量
// Nodes by label
MATCH (n)
WHERE NOT n:Source AND NOT n:SourceText AND NOT n:GraphInfo
  AND (size($later) = 0 OR EXISTS { MATCH (n)-[m:MENTIONED_IN]->(:Source) WHERE NOT m.source IN $later })
RETURN labels(n)[0] AS label, count(n) AS nodes
ORDER BY label

// name: counts_by_relationship() -> relationship, relationships
// 各类关系的数量
// Relationships by type
MATCH (a)-[r]->(b)
WHERE NOT coalesce(r.source, '') IN $later AND NOT (type(r) = 'OVERLAPS_WITH' AND NOT founded(a, b))
  AND NOT (type(r) = 'LIKELY_SAME_AS' AND size($later) > 0 AND NOT all(n IN [a, b] WHERE EXISTS { MATCH (n)<-[x:HOSTED_BY]-(:Platform) WHERE NOT x.source IN $later }))
RETURN type(r) AS relationship, count(r) AS relationships
ORDER BY relationship

// name: sources() -> source_id, name, media, state, progress, statements, loaded_at, paths, notes
// 来源文件及其载入状态
// Source files and how far they are loaded
MATCH (s:Source)
WHERE NOT s.id IN $later
RETURN s.id AS source_id, s.name AS name, s.media AS media, s.state AS state,
  s.progress AS progress, s.statements AS statements, s.loaded_at AS loaded_at, s.paths AS paths,
  s.notes AS notes
ORDER BY name, source_id
