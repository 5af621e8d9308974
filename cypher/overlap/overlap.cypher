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
