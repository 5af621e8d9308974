// name: nodes_of_source(source_id: string) -> label, nodes
// 一份来源提到的节点，按种类计数
// How many nodes of each kind a source mentions
MATCH (s:Source {id: $source_id})<-[:MENTIONED_IN]-(n)
WITH DISTINCT n
RETURN labels(n)[0] AS label, count(*) AS nodes
ORDER BY label

// name: source_names() -> source_id, name
// 各来源的文件名
// The names of all sources
MATCH (s:Source)
RETURN s.id AS source_id, s.name AS name
ORDER BY source_id

// name: documents_of_source(source_id: string) -> document_id, name
// 一份来源里读到的文件
// Documents whose own text a source holds
MATCH (d:GoverningDocument)-[m:MENTIONED_IN]->(:Source {id: $source_id})
WHERE m.rank >= 2
RETURN DISTINCT d.id AS document_id, d.name AS name
ORDER BY name, document_id

// name: findings_of_source(source_id: string) -> finding_id, kind, status, score, a_id, a, b_id, b
// 一份来源提到的平台的发现
// Findings about platforms that a source mentions
MATCH (:Source {id: $source_id})<-[:MENTIONED_IN]-(p:Platform)
WITH collect(DISTINCT p.id) AS ids
MATCH (a:Platform)-[o:OVERLAPS_WITH]->(b:Platform)
WHERE a.id IN ids OR b.id IN ids
RETURN o.id AS finding_id, o.kind AS kind, o.status AS status, o.score AS score, a.id AS a_id, a.name AS a,
  b.id AS b_id, b.name AS b
ORDER BY score DESC, a_id, b_id
