// name: readings_given() -> judgement_id, about, flag, printed, reading, reviewer, decided_on, note
// 人核定的读法，早的在前
// Readings that persons gave of doubtful places, the oldest first
MATCH (j:Judgement)
WHERE j.reading IS NOT NULL
RETURN j.id AS judgement_id, j.about AS about, j.flag AS flag, j.printed AS printed, j.reading AS reading,
  j.reviewer AS reviewer, j.decided_on AS decided_on, j.note AS note
ORDER BY decided_on, judgement_id
