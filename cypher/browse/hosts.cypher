// name: hosts_of_one_code(host_id: string) -> host_id, host, credit_code
// 与该单位同一统一社会信用代码的其他名称：同一法人，多为更名
// Other names under the unit's own credit code: one legal person, mostly renamed
MATCH (h:HostUnit {id: $host_id})
WITH h.id AS own, coalesce(h.credit_codes, []) AS codes
MATCH (o:HostUnit)
WHERE o.id <> own AND any(code IN codes WHERE code IN o.credit_codes)
  AND EXISTS { MATCH (o)-[m:MENTIONED_IN]->(:Source) WHERE NOT m.source IN $hidden }
RETURN o.id AS host_id, o.name AS host, [code IN codes WHERE code IN o.credit_codes][0] AS credit_code
ORDER BY host, host_id
