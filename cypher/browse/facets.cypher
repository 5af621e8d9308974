// name: platform_items() -> platform_id, platform, search, level, year, rosters, status
// 平台表的全部条目：检索文本、级别、认定年、名单数、状态
// All items of the table of platforms: text to search, level, year of recognition, rosters, state
MATCH (p:Platform)-[l:LISTED_IN]->(d:GoverningDocument)
WHERE NOT l.source IN $hidden
WITH p, min(l.year) AS year, count(DISTINCT d.id) AS rosters,
  max(CASE l.status WHEN 'withdrawn' THEN 1 ELSE 0 END) AS withdrawn
RETURN p.id AS platform_id, p.name AS platform, p.search AS search, p.level AS level, year AS year,
  rosters AS rosters, CASE withdrawn WHEN 1 THEN 'withdrawn' ELSE 'listed' END AS status
ORDER BY platform_id

// name: platform_flags() -> platform_id, flags
// 有旗标的平台
// Platforms with flags
MATCH (p:Platform)-[x:FLAGGED_IN]->(:Source)
WHERE NOT x.source IN $hidden
RETURN p.id AS platform_id, count(x) AS flags
ORDER BY platform_id

// name: platform_findings() -> platform_id, kind, is_waiting
// 平台有哪几类发现，是否还待判定
// Which kinds of findings a platform has, and whether any waits for a judgement
MATCH (p:Platform)-[o:OVERLAPS_WITH]-(q:Platform)
WHERE o.kind <> 'design' AND founded(p, q)
WITH p.id AS platform_id, o.kind AS kind,
  max(CASE WHEN o.status IN ['open', 'reopened', 'deferred'] THEN 1 ELSE 0 END) AS waiting
RETURN platform_id AS platform_id, kind AS kind, waiting = 1 AS is_waiting
ORDER BY platform_id, kind

// name: host_items() -> host_id, host, search, kind
// 依托单位表的全部条目：检索文本、性质
// All items of the table of host units: text to search, kind
MATCH (h:HostUnit)<-[r:HOSTED_BY]-(:Platform)
WHERE NOT r.source IN $hidden
WITH DISTINCT h
RETURN h.id AS host_id, h.name AS host, h.search AS search, h.kind AS kind
ORDER BY host_id

// name: host_regions() -> host_id, region_id, region
// 依托单位的所在地
// Regions of host units
MATCH (h:HostUnit)-[l:LOCATED_IN]->(r:Region)
WHERE NOT l.source IN $hidden
WITH DISTINCT h.id AS host_id, r.id AS region_id, r.name AS region
RETURN host_id AS host_id, region_id AS region_id, region AS region
ORDER BY host_id, region, region_id

// name: field_items() -> field_id, field, search, mapped, documents
// 领域表的全部条目：检索文本、是否归入分类表、提到它的文件数
// All items of the table of fields: text to search, whether the taxonomy knows it, documents that name it
MATCH (f:Field)-[m:MENTIONED_IN]->(:Source)
WHERE NOT m.source IN $hidden
WITH DISTINCT f
OPTIONAL MATCH (f)<-[n:NAMES_FIELD]-(d:GoverningDocument) WHERE NOT n.source IN $hidden
WITH f, count(DISTINCT d.id) AS documents
RETURN f.id AS field_id, f.name AS field, f.search AS search, coalesce(f.mapped, false) AS mapped,
  documents AS documents
ORDER BY field_id

// name: fields_above() -> field_id, above_id, above
// 领域的上位领域
// Broader fields of fields
MATCH (f:Field)-[b:NARROWER_THAN]->(up:Field)
WHERE NOT b.source IN $hidden
WITH DISTINCT f.id AS field_id, up.id AS above_id, up.name AS above
RETURN field_id AS field_id, above_id AS above_id, above AS above
ORDER BY field_id, above, above_id

// name: regions_above() -> region_id, above_id, above
// 地区的上级地区
// Regions that regions are part of
MATCH (r:Region)-[b:PART_OF]->(up:Region)
WHERE NOT b.source IN $hidden
WITH DISTINCT r.id AS region_id, up.id AS above_id, up.name AS above
RETURN region_id AS region_id, above_id AS above_id, above AS above
ORDER BY region_id, above, above_id

// name: type_items() -> type_id, type, search, level, documents, targets
// 平台类型表的全部条目：检索文本、级别、提到它的来源数、目标数
// All items of the table of platform types: text to search, level, sources that mention it, targets
MATCH (t:PlatformType)-[m:MENTIONED_IN]->(:Source)
WHERE NOT m.source IN $hidden
WITH t, count(DISTINCT m.source) AS documents
OPTIONAL MATCH (t)<-[x:FOR_TYPE]-(g:Target) WHERE NOT x.source IN $hidden
WITH t, documents, count(DISTINCT g.id) AS targets
RETURN t.id AS type_id, t.name AS type, t.search AS search, t.level AS level, documents AS documents,
  targets AS targets
ORDER BY type_id

// name: type_categories() -> type_id, category_id, category
// 平台类型的类别，原文写明的在前
// Categories of platform types, those that a text states first
MATCH (t:PlatformType)-[c:IN_CATEGORY]->(k:Category)
WHERE NOT c.source IN $hidden
WITH t.id AS type_id, k, max(CASE c.basis WHEN 'text' THEN 1 ELSE 0 END) AS stated
RETURN type_id AS type_id, k.id AS category_id, k.name AS category
ORDER BY type_id, stated DESC, category

// name: type_rules() -> type_id, role
// 文件对平台类型的规定
// What documents rule of platform types
MATCH (t:PlatformType)<-[g:GOVERNS]-(:GoverningDocument)
WHERE NOT g.source IN $hidden
WITH DISTINCT t.id AS type_id, g.role AS role
RETURN type_id AS type_id, role AS role
ORDER BY type_id, role

// name: document_items() -> document_id, document, search, kind, issued_on, was_read, platforms, targets
// 政策文件表的全部条目：检索文本、文种、日期、是否已读、平台数、目标数
// All items of the table of documents: text to search, kind, date, whether read, platforms, targets
MATCH (d:GoverningDocument)-[m:MENTIONED_IN]->(:Source)
WHERE NOT m.source IN $hidden
WITH DISTINCT d
OPTIONAL MATCH (d)<-[l:LISTED_IN]-(p:Platform) WHERE NOT l.source IN $hidden
WITH d, count(DISTINCT p.id) AS platforms
OPTIONAL MATCH (d)-[s:SETS]->(g:Target) WHERE NOT s.source IN $hidden
WITH d, platforms, count(DISTINCT g.id) AS targets
RETURN d.id AS document_id, d.name AS document, d.search AS search, d.kind AS kind,
  d.issued_on AS issued_on, coalesce(d.was_read, false) AS was_read, platforms AS platforms,
  targets AS targets
ORDER BY document_id

// name: document_issuers() -> document_id, issuer_id, issuer
// 文件的发文机关
// Agencies that issued documents
MATCH (d:GoverningDocument)-[i:ISSUED_BY]->(a:Agency)
WHERE NOT i.source IN $hidden
WITH DISTINCT d.id AS document_id, a.id AS issuer_id, a.name AS issuer
RETURN document_id AS document_id, issuer_id AS issuer_id, issuer AS issuer
ORDER BY document_id, issuer, issuer_id

// name: document_flags() -> document_id, flags
// 各文件原文里的旗标数
// Flags in the texts of documents
MATCH (d:GoverningDocument)-[m:MENTIONED_IN]->(s:Source)<-[x:FLAGGED_IN]-()
WHERE m.rank >= 2 AND NOT m.source IN $hidden
RETURN d.id AS document_id, count(DISTINCT x.key) AS flags
ORDER BY document_id
