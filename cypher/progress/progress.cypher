// name: targets_to_hold() -> target_id, document_id, document, doc_number, issued_on, region, type_ids, types, is_national, metric, comparator, low, high, unit, by_year, modality, subtype, value_as_printed, flags, reviewed_value, reviewed_by, reviewed_on, source_id, start, end
// 各文件的目标，供与名单对照：类型、数值、期限、文件的地区与日期
// Targets to be held against rosters: types, numbers, due year, region and date of their documents
MATCH (d:GoverningDocument)-[s:SETS]->(t:Target)
WHERE NOT s.source IN $hidden
WITH t, d, s ORDER BY s.source, s.start
WITH t, collect({d: d, s: s})[0] AS first
OPTIONAL MATCH (t)-[f:FOR_TYPE]->(k:PlatformType) WHERE NOT f.source IN $hidden
WITH t, first.d AS d, first.s AS s, k ORDER BY k.name, k.id
WITH t, d, s, collect(DISTINCT k.id) AS type_ids, collect(DISTINCT k.name) AS types, collect(DISTINCT k.region) AS regions
RETURN t.id AS target_id, d.id AS document_id, d.name AS document, d.doc_number AS doc_number,
  d.issued_on AS issued_on, d.region AS region, type_ids AS type_ids, types AS types, '国家' IN regions AS is_national, t.metric AS metric,
  t.comparator AS comparator, t.low AS low, t.high AS high, t.unit AS unit, t.by_year AS by_year,
  t.modality AS modality, t.subtype AS subtype, t.value_as_printed AS value_as_printed, t.flags AS flags,
  t.reviewed_value AS reviewed_value, t.reviewed_by AS reviewed_by, t.reviewed_on AS reviewed_on,
  s.source AS source_id, s.start AS start, s.end AS end
ORDER BY document, source_id, start, target_id

// name: platforms_kept(type_ids: strings, region: string = '', subtype: string = '') -> platform_id, platform, year, source_id, document_id, document, issued_on, start, end, ended, ended_source_id, ended_document_id, ended_document, ended_issued_on, ended_start, ended_end
// 保有：名单列出的平台，一行一个，ended 为空的仍在；已撤销、合并或转建的写明何文件；全国性的类型限于某地区
// Kept: platforms that rosters list, a line each; those withdrawn, merged or converted say so and by which document, the others stand; of national types those in a region
MATCH (k:PlatformType)<-[o:OF_TYPE]-(p:Platform)
WHERE k.id IN $type_ids AND NOT o.source IN $hidden
WITH DISTINCT p
WHERE $region = '' OR EXISTS { MATCH (p)-[x:LOCATED_IN]->(:Region)-[:PART_OF*0..2]->(:Region {name: $region})
    WHERE NOT x.source IN $hidden }
MATCH (p)-[l:LISTED_IN]->(d:GoverningDocument)
WHERE NOT l.source IN $hidden AND l.status <> 'withdrawn' AND ($subtype = '' OR l.subtype = $subtype)
WITH p, l, d ORDER BY l.year, l.source, l.start
WITH p, collect({l: l, d: d})[0] AS first
OPTIONAL MATCH (p)-[c:CHANGED_BY|LISTED_IN]->(e:GoverningDocument)
WHERE NOT c.source IN $hidden
  AND ((type(c) = 'CHANGED_BY' AND c.event IN ['withdrawn', 'merged', 'converted'] AND c.stage = 'decided')
    OR (type(c) = 'LISTED_IN' AND c.status = 'withdrawn'))
WITH p, first, c, e ORDER BY e.issued_on, c.source, c.start
WITH p, first, collect({c: c, e: e})[0] AS last
RETURN p.id AS platform_id, p.name AS platform, first.l.year AS year, first.l.source AS source_id,
  first.d.id AS document_id, first.d.name AS document, first.d.issued_on AS issued_on,
  first.l.start AS start, first.l.end AS end,
  CASE WHEN last.c IS NULL THEN null ELSE coalesce(last.c.event, 'withdrawn') END AS ended,
  last.c.source AS ended_source_id, last.e.id AS ended_document_id, last.e.name AS ended_document,
  last.e.issued_on AS ended_issued_on, last.c.start AS ended_start, last.c.end AS ended_end
ORDER BY platform, platform_id

// name: platforms_recognised(type_ids: strings, from_year: integer, to_year: integer, region: string = '', subtype: string = '') -> platform_id, platform, year, source_id, document_id, document, issued_on, start, end
// 新认定：认定年份在期间之内的平台，一行一个
// New: platforms whose year of recognition is within the period, a line each
MATCH (k:PlatformType)<-[o:OF_TYPE]-(p:Platform)
WHERE k.id IN $type_ids AND NOT o.source IN $hidden
WITH DISTINCT p
WHERE $region = '' OR EXISTS { MATCH (p)-[x:LOCATED_IN]->(:Region)-[:PART_OF*0..2]->(:Region {name: $region})
    WHERE NOT x.source IN $hidden }
MATCH (p)-[l:LISTED_IN]->(d:GoverningDocument)
WHERE NOT l.source IN $hidden AND l.year IS NOT NULL AND l.status <> 'withdrawn' AND ($subtype = '' OR l.subtype = $subtype)
WITH p, l, d ORDER BY l.year, l.source, l.start
WITH p, collect({l: l, d: d})[0] AS first
WHERE first.l.year >= $from_year AND first.l.year <= $to_year
RETURN p.id AS platform_id, p.name AS platform, first.l.year AS year, first.l.source AS source_id,
  first.d.id AS document_id, first.d.name AS document, first.d.issued_on AS issued_on,
  first.l.start AS start, first.l.end AS end
ORDER BY platform, platform_id

// name: platforms_ended(type_ids: strings, events: strings, since: string = '', region: string = '') -> platform_id, platform, event, source_id, document_id, document, issued_on, start, end
// 优化整合：自某日以来被撤销、合并或转建的平台，一行一个
// Ended: platforms withdrawn, merged or converted since a date, a line each
MATCH (k:PlatformType)<-[o:OF_TYPE]-(p:Platform)
WHERE k.id IN $type_ids AND NOT o.source IN $hidden
WITH DISTINCT p
WHERE $region = '' OR EXISTS { MATCH (p)-[x:LOCATED_IN]->(:Region)-[:PART_OF*0..2]->(:Region {name: $region})
    WHERE NOT x.source IN $hidden }
MATCH (p)-[c:CHANGED_BY|LISTED_IN]->(d:GoverningDocument)
WHERE NOT c.source IN $hidden
  AND ((type(c) = 'CHANGED_BY' AND c.event IN $events AND c.stage = 'decided')
    OR (type(c) = 'LISTED_IN' AND c.status = 'withdrawn' AND 'withdrawn' IN $events))
  AND ($since = '' OR d.issued_on >= $since)
WITH p, c, d ORDER BY d.issued_on, c.source, c.start
WITH p, collect({c: c, d: d})[0] AS first
RETURN p.id AS platform_id, p.name AS platform, coalesce(first.c.event, 'withdrawn') AS event,
  first.c.source AS source_id, first.d.id AS document_id, first.d.name AS document,
  first.d.issued_on AS issued_on, first.c.start AS start, first.c.end AS end
ORDER BY platform, platform_id

// name: types_listed() -> type_id, type, platforms
// 名单里出现过的平台类型
// Platform types that rosters list
MATCH (k:PlatformType)<-[o:OF_TYPE]-(p:Platform)-[l:LISTED_IN]->(:GoverningDocument)
WHERE NOT o.source IN $hidden AND NOT l.source IN $hidden
RETURN k.id AS type_id, k.name AS type, count(DISTINCT p.id) AS platforms
ORDER BY type, type_id

// name: open_pairs_among(platform_ids: strings) -> finding_id, kind, suggestion, a_id, a, b_id, b
// 这些平台里尚未判定的交叉与重复：记了两条的（D4）与疑似重复建设的（D1、D2、D3）
// Of these platforms, open findings: recorded twice (D4) and possible duplicate construction (D1, D2, D3)
MATCH (a:Platform)-[o:OVERLAPS_WITH]->(b:Platform)
WHERE a.id IN $platform_ids AND b.id IN $platform_ids AND o.kind IN ['D1', 'D2', 'D3', 'D4']
  AND o.status IN ['open', 'deferred', 'reopened'] AND founded(a, b)
RETURN o.id AS finding_id, o.kind AS kind, o.suggestion AS suggestion, a.id AS a_id, a.name AS a,
  b.id AS b_id, b.name AS b
ORDER BY kind, finding_id

// name: roster_rows_of_types(type_ids: strings, region: string = '', subtype: string = '') -> document_id, document, issued_on, year, rows, platforms
// 列出这些类型的各份名单：最晚的认定年份、行数、平台数，新的在前
// Rosters that list these types: latest year of recognition, rows and platforms, the newest first
MATCH (k:PlatformType)<-[o:OF_TYPE]-(p:Platform)
WHERE k.id IN $type_ids AND NOT o.source IN $hidden
WITH DISTINCT p
WHERE $region = '' OR EXISTS { MATCH (p)-[x:LOCATED_IN]->(:Region)-[:PART_OF*0..2]->(:Region {name: $region})
    WHERE NOT x.source IN $hidden }
MATCH (p)-[l:LISTED_IN]->(d:GoverningDocument)
WHERE NOT l.source IN $hidden AND l.status <> 'withdrawn' AND ($subtype = '' OR l.subtype = $subtype)
WITH d, max(l.year) AS year, count(l) AS rows, count(DISTINCT p) AS platforms
RETURN d.id AS document_id, d.name AS document, d.issued_on AS issued_on, year AS year, rows AS rows,
  platforms AS platforms
ORDER BY coalesce(year, 0) DESC, coalesce(issued_on, '') DESC, document_id

// name: types_under(type_ids: strings) -> general_id, type_id, type
// 总称（如自治区级科技创新平台）之下的各类型：同一地区、同一级别
// Types that a general term (platforms of a level) covers: of its region and level
MATCH (g:PlatformType)
WHERE g.id IN $type_ids AND g.is_general
MATCH (k:PlatformType)
WHERE k.region = g.region AND (g.level IS NULL OR k.level = g.level) AND k.id <> g.id
  AND EXISTS { MATCH (k)-[m:MENTIONED_IN]->(:Source) WHERE NOT m.source IN $hidden }
RETURN DISTINCT g.id AS general_id, k.id AS type_id, k.name AS type
ORDER BY general_id, type, type_id
