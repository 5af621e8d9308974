// name: duplicate_construction_d1(limit: integer = 200) -> host_id, host, category, a_id, a, a_field, b_id, b, b_field, likeness
// D1：同一依托单位、领域相同或上下位、同一类别的两个平台
// D1: two platforms of one host unit, in the same or a broader and narrower field, of one category
MATCH (h:HostUnit)<-[r:HOSTED_BY]-(p:Platform)
WHERE r.role <> 'former' AND NOT r.source IN $hidden
WITH h, collect(DISTINCT p) AS together
WHERE size(together) > 1
UNWIND together AS p
MATCH (p)-[i:IN_FIELD]->(f:Field)
WHERE NOT i.source IN $hidden
OPTIONAL MATCH (f)-[:NARROWER_THAN]->(up:Field)
WITH h, p, f, collect(DISTINCT up.id) AS above
MATCH (p)-[o:OF_TYPE]->(:PlatformType)-[:IN_CATEGORY]->(k:Category)
WHERE NOT o.source IN $hidden
  AND NOT EXISTS { MATCH (p)-[w:LISTED_IN]->(:GoverningDocument) WHERE w.status = 'withdrawn' }
  AND NOT EXISTS { MATCH (p)-[c:CHANGED_BY]->(:GoverningDocument) WHERE c.event = 'withdrawn' AND c.stage = 'decided' }
WITH DISTINCT h, k, p, f, above
WITH h, k, collect({id: p.id, name: p.name, field: f.id, field_name: f.name, above: above}) AS members
WHERE size(members) > 1
UNWIND members AS a
UNWIND members AS b
WITH h, k, a, b
WHERE a.id < b.id AND (a.field = b.field OR a.field IN b.above OR b.field IN a.above)
WITH h, k, a, b, CASE WHEN a.field = b.field THEN 'same' ELSE 'near' END AS likeness
ORDER BY likeness DESC, a.field_name, b.field_name
WITH h, k, a.id AS a_id, a.name AS a_name, b.id AS b_id, b.name AS b_name,
  collect({a: a.field_name, b: b.field_name, likeness: likeness})[0] AS best
RETURN h.id AS host_id, h.name AS host, k.name AS category, a_id AS a_id, a_name AS a,
  best.a AS a_field, b_id AS b_id, b_name AS b, best.b AS b_field, best.likeness AS likeness
ORDER BY likeness DESC, host, a, b, a_id, b_id
LIMIT $limit
