// name: platforms_of_host(host_id: string, limit: integer = 500) -> platform_id, platform, role, type, category, fields, year, status
// 某依托单位的平台
// Platforms of a host unit
MATCH (h:HostUnit {id: $host_id})<-[r:HOSTED_BY]-(p:Platform)
WHERE NOT r.source IN $hidden
WITH p, min(r.role) AS role
OPTIONAL MATCH (p)-[o:OF_TYPE]->(t:PlatformType) WHERE NOT o.source IN $hidden
WITH p, role, t ORDER BY t.name
WITH p, role, collect(t)[0] AS t
OPTIONAL MATCH (t)-[c:IN_CATEGORY]->(k:Category) WHERE NOT c.source IN $hidden
WITH p, role, t, min(k.name) AS category
OPTIONAL MATCH (p)-[i:IN_FIELD]->(f:Field) WHERE NOT i.source IN $hidden
WITH p, role, t, category, f ORDER BY f.name
WITH p, role, t, category, collect(DISTINCT f.name) AS fields
OPTIONAL MATCH (p)-[l:LISTED_IN]->(:GoverningDocument) WHERE NOT l.source IN $hidden
WITH p, role, t, category, fields, min(l.year) AS year, collect(l.status) AS statuses
RETURN p.id AS platform_id, p.name AS platform, role AS role, t.name AS type, category AS category,
  fields AS fields, year AS year,
  CASE WHEN 'withdrawn' IN statuses THEN 'withdrawn' ELSE 'listed' END AS status
ORDER BY platform, platform_id
LIMIT $limit

// name: hosts_of_field(field_id: string, limit: integer = 500) -> host_id, host, platforms
// 在某领域（含下位领域）建有平台的依托单位
// Host units with platforms in a field or a narrower one
MATCH (top:Field {id: $field_id})
WITH top
OPTIONAL MATCH (below:Field)-[:NARROWER_THAN*1..4]->(top)
WITH top, collect(DISTINCT below) AS narrower
WITH narrower + [top] AS wanted
UNWIND wanted AS f
WITH DISTINCT f
MATCH (f)<-[i:IN_FIELD]-(p:Platform)-[r:HOSTED_BY]->(h:HostUnit)
WHERE NOT i.source IN $hidden AND NOT r.source IN $hidden AND r.role <> 'former'
RETURN h.id AS host_id, h.name AS host, count(DISTINCT p.id) AS platforms
ORDER BY platforms DESC, host, host_id
LIMIT $limit

// name: rows_of_platform(platform_id: string) -> document_id, document, source_id, start, end, cell, printed, number, year, batch, status, subtype
// 名单中写到某平台的各行
// Roster rows that speak of a platform
MATCH (p:Platform {id: $platform_id})-[l:LISTED_IN]->(d:GoverningDocument)
WHERE NOT l.source IN $hidden
RETURN d.id AS document_id, d.name AS document, l.source AS source_id, l.start AS start, l.end AS end,
  l.cell AS cell, l.printed AS printed, l.number AS number, l.year AS year, l.batch AS batch,
  l.status AS status, l.subtype AS subtype
ORDER BY coalesce(year, 0), document, start
