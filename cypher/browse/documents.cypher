// name: targets_of_document(document_id: string) -> target_id, type_ids, types, metric, comparator, low, high, unit, by_year, modality, subtype, value_as_printed, flags, candidate_readings, reviewed_value, source_id, start, end
// 某文件提出的建设目标
// Targets that a document sets
MATCH (d:GoverningDocument {id: $document_id})-[s:SETS]->(t:Target)
WHERE NOT s.source IN $hidden
WITH t, s ORDER BY s.source, s.start
WITH t, collect(s)[0] AS s
OPTIONAL MATCH (t)-[f:FOR_TYPE]->(k:PlatformType) WHERE NOT f.source IN $hidden
WITH t, s, k ORDER BY k.name
WITH t, s, collect(DISTINCT k.id) AS type_ids, collect(DISTINCT k.name) AS types
RETURN t.id AS target_id, type_ids AS type_ids, types AS types, t.metric AS metric,
  t.comparator AS comparator, t.low AS low, t.high AS high, t.unit AS unit, t.by_year AS by_year,
  t.modality AS modality, t.subtype AS subtype, t.value_as_printed AS value_as_printed,
  t.flags AS flags, t.candidate_readings AS candidate_readings, t.reviewed_value AS reviewed_value,
  s.source AS source_id, s.start AS start, s.end AS end
ORDER BY source_id, start

// name: documents_cited(document_id: string, depth: integer = 5) -> cited_id, cited, doc_number, distance, via
// 某文件直接或间接引用的文件
// Documents that a document cites, directly or through others
MATCH (d:GoverningDocument {id: $document_id})
WITH d
MATCH p = (d)-[:CITES*1..5]->(c:GoverningDocument)
WHERE c.id <> $document_id AND length(p) <= $depth AND none(r IN relationships(p) WHERE r.source IN $hidden)
WITH c, p ORDER BY length(p), [n IN nodes(p) | n.name]
WITH c, collect(p)[0] AS p
RETURN c.id AS cited_id, c.name AS cited, c.doc_number AS doc_number, length(p) AS distance,
  [n IN nodes(p) | n.name] AS via
ORDER BY distance, cited, cited_id

// name: facts_of_source(source_id: string) -> relationship, start_label, start_id, start_name, end_label, end_id, end_name, start, end, rule, cell, properties
// 一份来源的全部陈述及位置
// All statements of a source, with where they stand
MATCH (s:Source {id: $source_id})<-[:MENTIONED_IN]-(n)
WHERE NOT s.id IN $later
WITH DISTINCT n
MATCH (n)-[r]->(o)
WHERE r.source = $source_id
// Values before sorting: a sort that holds whole nodes outgrows the embedded engine's memory.
WITH type(r) AS relationship, labels(n)[0] AS start_label, n.id AS start_id, n.name AS start_name,
  labels(o)[0] AS end_label, o.id AS end_id, o.name AS end_name, r.start AS start, r.end AS end,
  r.rule AS rule, r.cell AS cell, properties(r) AS properties
RETURN relationship AS relationship, start_label AS start_label, start_id AS start_id,
  start_name AS start_name, end_label AS end_label, end_id AS end_id, end_name AS end_name,
  start AS start, end AS end, rule AS rule, cell AS cell, properties AS properties
ORDER BY start, end, relationship, start_id, end_id

// name: sources_of_document(document_id: string) -> source_id, name, media, state, characters, loaded_at, notes
// 一份文件的原文来源
// Sources in which a document's own text was read
MATCH (d:GoverningDocument {id: $document_id})-[m:MENTIONED_IN]->(s:Source)
WHERE m.rank >= 2 AND NOT s.id IN $later
RETURN s.id AS source_id, s.name AS name, s.media AS media, s.state AS state,
  s.characters AS characters, s.loaded_at AS loaded_at, s.notes AS notes
ORDER BY name, source_id
