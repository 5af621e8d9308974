// name: targets_said() -> source_id, start, end, target_id, type_ids, types, metric, comparator, low, high, by_year, subtype, value_as_printed, candidate_readings
// 各来源提出的目标，供相互核对
// Targets as each source states them, to be held against each other
MATCH (:GoverningDocument)-[s:SETS]->(t:Target)
WHERE NOT s.source IN $hidden
OPTIONAL MATCH (t)-[f:FOR_TYPE]->(k:PlatformType) WHERE NOT f.source IN $hidden
WITH s, t, k ORDER BY k.id
WITH s, t, collect(DISTINCT k.id) AS type_ids, collect(DISTINCT k.name) AS types
RETURN s.source AS source_id, s.start AS start, s.end AS end, t.id AS target_id, type_ids AS type_ids,
  types AS types, t.metric AS metric, t.comparator AS comparator, t.low AS low, t.high AS high,
  t.by_year AS by_year, t.subtype AS subtype, t.value_as_printed AS value_as_printed,
  t.candidate_readings AS candidate_readings
ORDER BY source_id, start, target_id

// name: documents_said() -> source_id, document_id, properties, rank, starts, ends
// 各来源对文件的称谓与文号
// What each source calls every document, and its number there
MATCH (d:GoverningDocument)-[m:MENTIONED_IN]->(s:Source)
WHERE NOT m.source IN $hidden
RETURN s.id AS source_id, d.id AS document_id, m.properties AS properties, m.rank AS rank,
  m.starts AS starts, m.ends AS ends
ORDER BY source_id, document_id

// name: platforms_said() -> source_id, platforms
// 各来源的名单列出多少平台
// How many platforms the rosters of each source list
MATCH (p:Platform)-[l:LISTED_IN]->(:GoverningDocument)
WHERE NOT l.source IN $hidden
RETURN l.source AS source_id, count(DISTINCT p.id) AS platforms
ORDER BY source_id

// name: categories_said() -> source_id, how, type_ids, types
// 各来源以自己的话归类的平台类型：清单列出的（listed），与全部提到的（named）
// Types that each source puts in categories in its own words: those that its lists name, and all
CALL {
  MATCH (:GoverningDocument)-[g:GOVERNS]->(k:PlatformType)
  WHERE g.role = 'category' AND NOT g.source IN $hidden
  RETURN g.source AS source_id, 'listed' AS how, k.id AS type_id, k.name AS type
  UNION
  MATCH (k:PlatformType)-[c:IN_CATEGORY]->(:Category)
  WHERE c.basis = 'text' AND NOT c.source IN $hidden
  RETURN c.source AS source_id, 'named' AS how, k.id AS type_id, k.name AS type
}
WITH DISTINCT source_id, how, type_id, type ORDER BY source_id, how, type_id
RETURN source_id AS source_id, how AS how, collect(type_id) AS type_ids, collect(type) AS types
ORDER BY source_id, how

// name: issuers_said() -> source_id, issuers
// 各来源的发文机关
// Who issued the documents of each source
MATCH (:GoverningDocument)-[i:ISSUED_BY]->(a:Agency)
WHERE NOT i.source IN $hidden
WITH i.source AS source_id, a.name AS name, i.start AS start ORDER BY source_id, start, name
RETURN source_id AS source_id, collect(name) AS issuers
ORDER BY source_id

// name: flags_said() -> key, flag, severity, reason, label, node_id, source_id, start, end, cell, candidate_readings
// 各来源的全部旗标
// Every flag of every source
MATCH (n)-[x:FLAGGED_IN]->(s:Source)
WHERE NOT x.source IN $hidden
RETURN x.key AS key, x.flag AS flag, x.severity AS severity, x.reason AS reason, labels(n)[0] AS label,
  n.id AS node_id, s.id AS source_id, x.start AS start, x.end AS end, x.cell AS cell,
  x.candidate_readings AS candidate_readings
ORDER BY source_id, start, flag, node_id
