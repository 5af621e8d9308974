// name: years_of_platforms(ids: strings) -> platform_id, year
// 一组平台最早列入名单的年份（名单未写年份的为空）
// The first year in which some platforms were listed; none where no roster says a year
MATCH (p:Platform)
WHERE p.id IN $ids
WITH p
MATCH (p)-[l:LISTED_IN]->(:GoverningDocument)
WHERE NOT l.source IN $hidden
RETURN p.id AS platform_id, min(l.year) AS year
ORDER BY platform_id

// name: findings_among(ids: strings) -> finding_id, a_id, b_id, kind, score, status
// 一组平台之间的交叉与重复发现（被否定的与按制度并存的不算）
// Findings among some platforms, without those that were rejected or that the rules provide for
MATCH (a:Platform)
WHERE a.id IN $ids
WITH a
MATCH (a)-[o:OVERLAPS_WITH]->(b:Platform)
WHERE b.id IN $ids AND o.status <> 'rejected' AND o.kind <> 'design' AND founded(a, b)
RETURN o.id AS finding_id, a.id AS a_id, b.id AS b_id, o.kind AS kind, o.score AS score, o.status AS status
ORDER BY finding_id
