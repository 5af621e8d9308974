// name: overlapping_pairs() -> a_id, b_id, kind, status
// 全部发现的两方
// The two sides of all findings
MATCH (a:Platform)-[o:OVERLAPS_WITH]->(b:Platform)
WHERE founded(a, b)
RETURN a.id AS a_id, b.id AS b_id, o.kind AS kind, o.status AS status
ORDER BY a_id, b_id

// name: clusters(min: integer = 2, limit: integer = 100) -> cluster_id, platforms, platform_ids, names
// 由交叉连成一片的平台群（先运行 pingtai analytics）
// Clusters of platforms that findings join; run `pingtai analytics` first
MATCH (p:Platform)
WHERE p.cluster IS NOT NULL AND size($later) = 0
WITH p ORDER BY p.name, p.id
WITH p.cluster AS cluster_id, collect(p) AS together
WHERE size(together) >= $min
RETURN cluster_id AS cluster_id, size(together) AS platforms, [p IN together | p.id] AS platform_ids,
  [p IN together | p.name] AS names
ORDER BY platforms DESC, cluster_id
LIMIT $limit

// name: communities(limit: integer = 100) -> community_id, hosts, fields, platforms, host_names, field_names
// 依托单位与领域的社群：哪些单位围着哪些领域（先运行 pingtai analytics）
// Communities of hosts and fields; run `pingtai analytics` first
MATCH (h:HostUnit)<-[r:HOSTED_BY]-(p:Platform)-[i:IN_FIELD]->(f:Field)
WHERE size($later) = 0 AND r.role <> 'former' AND h.community = f.community AND NOT r.source IN $hidden AND NOT i.source IN $hidden
WITH h.community AS community_id, h, f, count(DISTINCT p.id) AS shared ORDER BY shared DESC, h.name, f.name
WITH community_id, collect(DISTINCT h.name) AS host_names, collect(DISTINCT f.name) AS field_names,
  sum(shared) AS platforms
RETURN community_id AS community_id, size(host_names) AS hosts, size(field_names) AS fields,
  platforms AS platforms, host_names[..10] AS host_names, field_names[..10] AS field_names
ORDER BY platforms DESC, community_id
LIMIT $limit

// name: bridging_hosts(limit: integer = 100) -> host_id, host, community_id, joins, betweenness, is_cut
// 连接几个社群的依托单位（先运行 pingtai analytics）
// Host units that join communities; run `pingtai analytics` first
MATCH (h:HostUnit)
WHERE h.joins IS NOT NULL AND size($later) = 0
RETURN h.id AS host_id, h.name AS host, h.community AS community_id, h.joins AS joins,
  h.betweenness AS betweenness, h.is_cut AS is_cut
ORDER BY betweenness DESC, host, host_id
LIMIT $limit

// name: structure_state() -> computed_at, is_current
// 平台群与社群何时算出，是否合于现在的图谱
// When clusters and communities were computed, and whether of the graph as it is now
OPTIONAL MATCH (g:GraphInfo)
RETURN g.analysed_at AS computed_at,
  coalesce(g.analysed = coalesce(g.loads, 0), false) AS is_current
