// name: names_of_platforms() -> part, ids, names, searches, levels
// 全部平台的名称、检索文本与级别，按标识末位分组
// Names of all platforms, their text to search and level, in parts by the last sign of the id
MATCH (p:Platform)
WHERE size($hidden) = 0 OR EXISTS { MATCH (p)-[m:MENTIONED_IN]->(:Source) WHERE NOT m.source IN $hidden }
RETURN substring(p.id, size(p.id) - 1) AS part, collect(p.id) AS ids, collect(coalesce(p.name, '')) AS names,
  collect(coalesce(p.search, '')) AS searches, collect(coalesce(p.level, '')) AS levels

// name: listings_of_documents() -> document_id, platform_ids, years, statuses
// 各名单列出的平台，及认定年（0 为未载）与状态
// Platforms that each roster lists, with year of recognition (0: none) and state
MATCH (d:GoverningDocument)<-[l:LISTED_IN]-(p:Platform)
WHERE NOT l.source IN $hidden
RETURN d.id AS document_id, collect(p.id) AS platform_ids, collect(coalesce(l.year, 0)) AS years,
  collect(coalesce(l.status, '')) AS statuses

// name: grades_of_documents() -> document_id, platform_ids, years, dated_years, results
// 各份评估结果里的平台：评估年（0 为未载）、文件所载或其成文年份、结果
// Platforms in each list of evaluations: year (0: none), that year or the document's own, and result
MATCH (d:GoverningDocument)<-[e:EVALUATED_IN]-(p:Platform)
WHERE NOT e.source IN $hidden
RETURN d.id AS document_id, collect(p.id) AS platform_ids, collect(coalesce(e.year, 0)) AS years,
  collect(coalesce(e.year, toInteger(substring(d.issued_on, 0, 4)), 0)) AS dated_years,
  collect(coalesce(e.result, '')) AS results

// name: types_with_platforms() -> type_id, type, platform_ids
// 各类型的平台
// Platforms of each type
MATCH (t:PlatformType)<-[o:OF_TYPE]-(p:Platform)
WHERE NOT o.source IN $hidden
RETURN t.id AS type_id, t.name AS type, collect(p.id) AS platform_ids

// name: hosts_with_platforms() -> host_id, host, kind, credit_codes, platform_ids, roles
// 各依托单位的平台，及其为之依托、共建还是原依托
// Platforms of each host unit, and whether it is their main host, a partner or a former one
MATCH (h:HostUnit)<-[o:HOSTED_BY]-(p:Platform)
WHERE NOT o.source IN $hidden
RETURN h.id AS host_id, h.name AS host, h.kind AS kind, coalesce(h.credit_codes, []) AS credit_codes,
  collect(p.id) AS platform_ids, collect(coalesce(o.role, '')) AS roles

// name: fields_with_platforms() -> field_id, field, platform_ids
// 各领域的平台
// Platforms of each field
MATCH (f:Field)<-[i:IN_FIELD]-(p:Platform)
WHERE NOT i.source IN $hidden
RETURN f.id AS field_id, f.name AS field, collect(p.id) AS platform_ids

// name: regions_with_platforms() -> region_id, region, platform_ids
// 各地区的平台
// Platforms of each region
MATCH (r:Region)<-[l:LOCATED_IN]-(p:Platform)
WHERE NOT l.source IN $hidden
RETURN r.id AS region_id, r.name AS region, collect(p.id) AS platform_ids

// name: names_to_search() -> label, part, ids, names, other_names, doc_numbers, searches
// 可检索节点的名称、别名、文号与检索文本，按标识末位分组
// Names, other names, document numbers and text to search of all nodes that can be searched, in parts
MATCH (n:Platform|HostUnit|Field|PlatformType|GoverningDocument|Agency)
WHERE size($hidden) = 0 OR EXISTS { MATCH (n)-[m:MENTIONED_IN]->(:Source) WHERE NOT m.source IN $hidden }
RETURN labels(n)[0] AS label, substring(n.id, size(n.id) - 1) AS part, collect(n.id) AS ids,
  collect(coalesce(n.name, '')) AS names, collect(coalesce(n.names, [])) AS other_names,
  collect(coalesce(n.doc_number, '')) AS doc_numbers, collect(coalesce(n.search, '')) AS searches
