// name: overlap_by_host_and_field(min: integer = 2, limit: integer = 100) -> host_id, host, field_id, field, platforms, platform_ids, names
// 同一依托单位在同一领域的多个平台
// Several platforms of one host unit in one field
MATCH (h:HostUnit)<-[r:HOSTED_BY]-(p:Platform)-[i:IN_FIELD]->(f:Field)
WHERE r.role <> 'former' AND NOT r.source IN $hidden AND NOT i.source IN $hidden
WITH h, f, p ORDER BY p.name, p.id
WITH h, f, collect(DISTINCT p) AS together
WHERE size(together) >= $min
RETURN h.id AS host_id, h.name AS host, f.id AS field_id, f.name AS field,
  size(together) AS platforms, [p IN together | p.id] AS platform_ids, [p IN together | p.name] AS names
ORDER BY platforms DESC, host, field, host_id, field_id
LIMIT $limit

// name: matrix_host_field(min: integer = 1, level: integer = 0, limit: integer = 500) -> host_id, host, field_id, field, platforms
// 依托单位 × 领域：各有多少平台；level 为 1 或 2 时归到一级、二级领域
// Host units by fields: how many platforms each; with level 1 or 2 fields are those of the first or second level
MATCH (f:Field)-[:NARROWER_THAN*0..6]->(g:Field)
WHERE ($level = 0 AND g = f)
  OR ($level = 1 AND NOT EXISTS { MATCH (g)-[:NARROWER_THAN]->(:Field) })
  OR ($level = 2 AND (EXISTS { MATCH (g)-[:NARROWER_THAN]->(t:Field) WHERE NOT EXISTS { MATCH (t)-[:NARROWER_THAN]->(:Field) } }
    OR (g = f AND NOT EXISTS { MATCH (f)-[:NARROWER_THAN]->(:Field) })))
WITH DISTINCT f, g
MATCH (h:HostUnit)<-[r:HOSTED_BY]-(p:Platform)-[i:IN_FIELD]->(f)
WHERE r.role <> 'former' AND NOT r.source IN $hidden AND NOT i.source IN $hidden
WITH h, g, count(DISTINCT p.id) AS platforms
WHERE platforms >= $min
RETURN h.id AS host_id, h.name AS host, g.id AS field_id, g.name AS field, platforms AS platforms
ORDER BY platforms DESC, host, field, host_id, field_id
LIMIT $limit

// name: matrix_type_field(min: integer = 1, level: integer = 0, limit: integer = 500) -> type_id, type, field_id, field, platforms
// 平台类型 × 领域：各有多少平台；level 为 1 或 2 时归到一级、二级领域
// Platform types by fields: how many platforms each; with level 1 or 2 fields are those of the first or second level
MATCH (f:Field)-[:NARROWER_THAN*0..6]->(g:Field)
WHERE ($level = 0 AND g = f)
  OR ($level = 1 AND NOT EXISTS { MATCH (g)-[:NARROWER_THAN]->(:Field) })
  OR ($level = 2 AND (EXISTS { MATCH (g)-[:NARROWER_THAN]->(t:Field) WHERE NOT EXISTS { MATCH (t)-[:NARROWER_THAN]->(:Field) } }
    OR (g = f AND NOT EXISTS { MATCH (f)-[:NARROWER_THAN]->(:Field) })))
WITH DISTINCT f, g
MATCH (t:PlatformType)<-[o:OF_TYPE]-(p:Platform)-[i:IN_FIELD]->(f)
WHERE NOT o.source IN $hidden AND NOT i.source IN $hidden
WITH t, g, count(DISTINCT p.id) AS platforms
WHERE platforms >= $min
RETURN t.id AS type_id, t.name AS type, g.id AS field_id, g.name AS field, platforms AS platforms
ORDER BY platforms DESC, type, field, type_id, field_id
LIMIT $limit

// name: platforms_of_cell(field_id: string, host_id: string = '', type_id: string = '', level: integer = 0, limit: integer = 500) -> platform_id, platform, hosts, types, year
// 一个领域里某依托单位或某类型的平台：矩阵的一格；level 不为 0 时含下位领域
// Platforms of a field at a host unit or of a type: a cell of the matrix; with a level, of narrower fields too
MATCH (g:Field {id: $field_id})<-[:NARROWER_THAN*0..6]-(f:Field)
WHERE g = f OR $level > 0
WITH DISTINCT f
MATCH (f)<-[i:IN_FIELD]-(p:Platform)
WHERE NOT i.source IN $hidden
  AND ($host_id = '' OR EXISTS { MATCH (p)-[r:HOSTED_BY]->(h:HostUnit {id: $host_id}) WHERE r.role <> 'former' AND NOT r.source IN $hidden })
  AND ($type_id = '' OR EXISTS { MATCH (p)-[o:OF_TYPE]->(t:PlatformType {id: $type_id}) WHERE NOT o.source IN $hidden })
WITH DISTINCT p
OPTIONAL MATCH (p)-[l:LISTED_IN]->(:GoverningDocument) WHERE NOT l.source IN $hidden
WITH p, min(l.year) AS year
OPTIONAL MATCH (p)-[r:HOSTED_BY]->(h:HostUnit) WHERE r.role <> 'former' AND NOT r.source IN $hidden
WITH DISTINCT p, year, h ORDER BY h.name, h.id
WITH p, year, collect(h.name) AS hosts
OPTIONAL MATCH (p)-[o:OF_TYPE]->(t:PlatformType) WHERE NOT o.source IN $hidden
WITH DISTINCT p, year, hosts, t ORDER BY t.name, t.id
WITH p, year, hosts, collect(t.name) AS types
RETURN p.id AS platform_id, p.name AS platform, hosts AS hosts, types AS types, year AS year
ORDER BY platform, platform_id
LIMIT $limit

// name: leading_hosts_by_field(top: integer = 3, limit: integer = 200) -> field_id, field, host_id, host, platforms, rank
// 各领域平台最多的依托单位
// Host units with the most platforms in each field
MATCH (h:HostUnit)<-[r:HOSTED_BY]-(p:Platform)-[i:IN_FIELD]->(f:Field)
WHERE r.role <> 'former' AND NOT r.source IN $hidden AND NOT i.source IN $hidden
WITH f, h, count(DISTINCT p.id) AS platforms ORDER BY platforms DESC, h.name, h.id
WITH f, collect({id: h.id, name: h.name, platforms: platforms}) AS hosts
UNWIND range(0, size(hosts) - 1) AS place
WITH f, hosts[place] AS host, place + 1 AS rank
WHERE rank <= $top
RETURN f.id AS field_id, f.name AS field, host.id AS host_id, host.name AS host, host.platforms AS platforms, rank AS rank
ORDER BY field, field_id, rank
LIMIT $limit

// name: fields_without_platforms(limit: integer = 200) -> field_id, field, document_id, document, source_id, start, end
// 文件提到而没有平台的领域（含下位领域）
// Fields that a document names and no platform serves, narrower fields included
MATCH (d:GoverningDocument)-[n:NAMES_FIELD]->(f:Field)
WHERE NOT n.source IN $hidden
  AND NOT EXISTS { MATCH (:Platform)-[i:IN_FIELD]->(:Field)-[:NARROWER_THAN*0..4]->(f) WHERE NOT i.source IN $hidden }
RETURN f.id AS field_id, f.name AS field, d.id AS document_id, d.name AS document, n.source AS source_id,
  n.start AS start, n.end AS end
ORDER BY field, field_id, document, source_id, start
LIMIT $limit

// name: platforms_of_closed_types(limit: integer = 500) -> platform_id, platform, type_id, type, rule, to_id, to, source_id, start, end
// 不再新建或要转建的类型下现有的平台
// Platforms of types that are not to be built any more, or are to be converted
CALL {
  MATCH (:GoverningDocument)-[g:GOVERNS]->(t:PlatformType)
  WHERE g.role = 'stop_new' AND NOT g.source IN $hidden
  RETURN t, 'stop_new' AS rule, null AS to_id, null AS to, g.source AS source_id, g.start AS start, g.end AS end
  UNION
  MATCH (t:PlatformType)-[c:CONVERTS_TO]->(k:PlatformType)
  WHERE NOT c.source IN $hidden
  RETURN t, 'convert' AS rule, k.id AS to_id, k.name AS to, c.source AS source_id, c.start AS start, c.end AS end
}
MATCH (p:Platform)-[o:OF_TYPE]->(t)
WHERE NOT o.source IN $hidden
WITH DISTINCT p, t, rule, to_id, to, source_id, start, end
RETURN p.id AS platform_id, p.name AS platform, t.id AS type_id, t.name AS type, rule AS rule, to_id AS to_id,
  to AS to, source_id AS source_id, start AS start, end AS end
ORDER BY type, platform, platform_id, rule, to, source_id, start
LIMIT $limit
