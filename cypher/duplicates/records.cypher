// name: platform_names() -> platform_id, platform, names, level, compared_as
// 全部平台的名称与级别
// Names and levels of all platforms
MATCH (p:Platform)
WHERE EXISTS { MATCH (p)-[m:MENTIONED_IN]->(:Source) WHERE NOT m.source IN $hidden }
RETURN p.id AS platform_id, p.name AS platform, p.names AS names, p.level AS level, p.compared_as AS compared_as
ORDER BY platform_id

// name: platform_hosts() -> platform_id, host_id, host, role, credit_code, credit_codes
// 全部平台的依托单位；credit_code 是同一行所印的统一社会信用代码，credit_codes 是该单位在各名单中的代码
// Host units of all platforms; credit_code is the code that the same row prints, credit_codes those of the unit in all rosters
MATCH (p:Platform)-[r:HOSTED_BY]->(h:HostUnit)
WHERE NOT r.source IN $hidden
WITH DISTINCT p.id AS platform_id, h, r.role AS role, r.credit_code AS credit_code
RETURN platform_id AS platform_id, h.id AS host_id, h.name AS host, role AS role,
  credit_code AS credit_code, h.credit_codes AS credit_codes
ORDER BY platform_id, role DESC, host, host_id, credit_code

// name: platform_types() -> platform_id, type_id, type, category
// 全部平台的类型与类别
// Types and categories of all platforms
MATCH (p:Platform)-[o:OF_TYPE]->(t:PlatformType)
WHERE NOT o.source IN $hidden
WITH DISTINCT p.id AS platform_id, t
OPTIONAL MATCH (t)-[c:IN_CATEGORY]->(k:Category) WHERE NOT c.source IN $hidden
WITH platform_id, t, min(k.name) AS category
RETURN platform_id AS platform_id, t.id AS type_id, t.name AS type, category AS category
ORDER BY platform_id, type, type_id

// name: platform_fields() -> platform_id, field_id, field, printed
// 全部平台的领域
// Fields of all platforms
MATCH (p:Platform)-[i:IN_FIELD]->(f:Field)
WHERE NOT i.source IN $hidden
WITH DISTINCT p.id AS platform_id, f.id AS field_id, f.name AS field, i.printed AS printed
RETURN platform_id AS platform_id, field_id AS field_id, field AS field, printed AS printed
ORDER BY platform_id, printed, field_id

// name: platform_regions() -> platform_id, region_id, region
// 全部平台的所在地
// Regions of all platforms
MATCH (p:Platform)-[l:LOCATED_IN]->(r:Region)
WHERE NOT l.source IN $hidden
WITH DISTINCT p.id AS platform_id, r.id AS region_id, r.name AS region
RETURN platform_id AS platform_id, region_id AS region_id, region AS region
ORDER BY platform_id, region, region_id

// name: platform_rows() -> platform_id, source_id, file, start, end, document_id, document, printed, number, batch, year, status, subtype, address, field, recorded_as
// 名单中写到平台的全部行
// All roster rows that speak of platforms
MATCH (p:Platform)-[l:LISTED_IN]->(d:GoverningDocument)
WHERE NOT l.source IN $hidden
OPTIONAL MATCH (s:Source {id: l.source})
RETURN p.id AS platform_id, l.source AS source_id, s.given AS file, l.start AS start, l.end AS end,
  d.id AS document_id, d.name AS document, l.printed AS printed, l.number AS number, l.batch AS batch,
  l.year AS year, l.status AS status, l.subtype AS subtype, l.address AS address, l.field AS field, l.recorded_as AS recorded_as
ORDER BY platform_id, source_id, start

// name: platform_changes() -> platform_id, event, stage, to
// 平台的变动
// Changes of platforms
MATCH (p:Platform)-[c:CHANGED_BY]->(:GoverningDocument)
WHERE NOT c.source IN $hidden
WITH DISTINCT p.id AS platform_id, c.event AS event, c.stage AS stage, c.to AS to
RETURN platform_id AS platform_id, event AS event, stage AS stage, to AS to
ORDER BY platform_id, event, stage, to

// name: platform_grades() -> platform_id, year, result
// 平台的评估结果，新的在后
// Evaluation results of platforms, the newest last
MATCH (p:Platform)-[e:EVALUATED_IN]->(d:GoverningDocument)
WHERE NOT e.source IN $hidden
WITH DISTINCT p.id AS platform_id, coalesce(e.year, toInteger(substring(d.issued_on, 0, 4)), 0) AS year, e.result AS result
RETURN platform_id AS platform_id, year AS year, result AS result
ORDER BY platform_id, year, result

// name: types_being_closed() -> type_id, type, rule, to_id, to, document_id, document, source_id, start, end
// 政策规定不再新建、要转建的平台类型
// Types that documents say are not to be built any more, or are to be converted
CALL {
  MATCH (d:GoverningDocument)-[g:GOVERNS]->(t:PlatformType)
  WHERE g.role = 'stop_new' AND NOT g.source IN $hidden
  RETURN t, 'stop_new' AS rule, null AS to_id, null AS to, d.id AS document_id, d.name AS document,
    g.source AS source_id, g.start AS start, g.end AS end
  UNION
  MATCH (t:PlatformType)-[c:CONVERTS_TO]->(k:PlatformType)
  WHERE NOT c.source IN $hidden
  RETURN t, 'convert' AS rule, k.id AS to_id, k.name AS to, null AS document_id, null AS document,
    c.source AS source_id, c.start AS start, c.end AS end
}
RETURN t.id AS type_id, t.name AS type, rule AS rule, to_id AS to_id, to AS to, document_id AS document_id,
  document AS document, source_id AS source_id, start AS start, end AS end
ORDER BY type, type_id, rule, to, source_id, start
