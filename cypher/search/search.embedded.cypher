// name: search(query: string, text: string, numbers: strings = '', limit: integer = 20) -> label, id, name, doc_number, likeness
// 全文检索名称、文号与拼音
// Full-text search over names, document numbers and pinyin
CALL db.index.fulltext.queryNodes('Platform[search]', $query, {limit: 2000}) YIELD node
WHERE size($hidden) = 0 OR EXISTS { MATCH (node)-[m:MENTIONED_IN]->(:Source) WHERE NOT m.source IN $hidden }
WITH node, CASE
  WHEN node.name = $text OR $text IN coalesce(node.names, []) OR node.doc_number IN $numbers THEN 0
  WHEN node.name STARTS WITH $text THEN 1
  WHEN node.name CONTAINS $text THEN 2 ELSE 3 END AS likeness
RETURN 'Platform' AS label, node.id AS id, node.name AS name, node.doc_number AS doc_number, likeness AS likeness
ORDER BY likeness, size(name), name, id LIMIT $limit
UNION ALL
CALL db.index.fulltext.queryNodes('HostUnit[search]', $query, {limit: 2000}) YIELD node
WHERE size($hidden) = 0 OR EXISTS { MATCH (node)-[m:MENTIONED_IN]->(:Source) WHERE NOT m.source IN $hidden }
WITH node, CASE
  WHEN node.name = $text OR $text IN coalesce(node.names, []) OR node.doc_number IN $numbers THEN 0
  WHEN node.name STARTS WITH $text THEN 1
  WHEN node.name CONTAINS $text THEN 2 ELSE 3 END AS likeness
RETURN 'HostUnit' AS label, node.id AS id, node.name AS name, node.doc_number AS doc_number, likeness AS likeness
ORDER BY likeness, size(name), name, id LIMIT $limit
UNION ALL
CALL db.index.fulltext.queryNodes('Field[search]', $query, {limit: 2000}) YIELD node
WHERE size($hidden) = 0 OR EXISTS { MATCH (node)-[m:MENTIONED_IN]->(:Source) WHERE NOT m.source IN $hidden }
WITH node, CASE
  WHEN node.name = $text OR $text IN coalesce(node.names, []) OR node.doc_number IN $numbers THEN 0
  WHEN node.name STARTS WITH $text THEN 1
  WHEN node.name CONTAINS $text THEN 2 ELSE 3 END AS likeness
RETURN 'Field' AS label, node.id AS id, node.name AS name, node.doc_number AS doc_number, likeness AS likeness
ORDER BY likeness, size(name), name, id LIMIT $limit
UNION ALL
CALL db.index.fulltext.queryNodes('PlatformType[search]', $query, {limit: 2000}) YIELD node
WHERE size($hidden) = 0 OR EXISTS { MATCH (node)-[m:MENTIONED_IN]->(:Source) WHERE NOT m.source IN $hidden }
WITH node, CASE
  WHEN node.name = $text OR $text IN coalesce(node.names, []) OR node.doc_number IN $numbers THEN 0
  WHEN node.name STARTS WITH $text THEN 1
  WHEN node.name CONTAINS $text THEN 2 ELSE 3 END AS likeness
RETURN 'PlatformType' AS label, node.id AS id, node.name AS name, node.doc_number AS doc_number, likeness AS likeness
ORDER BY likeness, size(name), name, id LIMIT $limit
UNION ALL
CALL db.index.fulltext.queryNodes('GoverningDocument[search]', $query, {limit: 2000}) YIELD node
WHERE size($hidden) = 0 OR EXISTS { MATCH (node)-[m:MENTIONED_IN]->(:Source) WHERE NOT m.source IN $hidden }
WITH node, CASE
  WHEN node.name = $text OR $text IN coalesce(node.names, []) OR node.doc_number IN $numbers THEN 0
  WHEN node.name STARTS WITH $text THEN 1
  WHEN node.name CONTAINS $text THEN 2 ELSE 3 END AS likeness
RETURN 'GoverningDocument' AS label, node.id AS id, node.name AS name, node.doc_number AS doc_number, likeness AS likeness
ORDER BY likeness, size(name), name, id LIMIT $limit
UNION ALL
CALL db.index.fulltext.queryNodes('Agency[search]', $query, {limit: 2000}) YIELD node
WHERE size($hidden) = 0 OR EXISTS { MATCH (node)-[m:MENTIONED_IN]->(:Source) WHERE NOT m.source IN $hidden }
WITH node, CASE
  WHEN node.name = $text OR $text IN coalesce(node.names, []) OR node.doc_number IN $numbers THEN 0
  WHEN node.name STARTS WITH $text THEN 1
  WHEN node.name CONTAINS $text THEN 2 ELSE 3 END AS likeness
RETURN 'Agency' AS label, node.id AS id, node.name AS name, node.doc_number AS doc_number, likeness AS likeness
ORDER BY likeness, size(name), name, id LIMIT $limit
