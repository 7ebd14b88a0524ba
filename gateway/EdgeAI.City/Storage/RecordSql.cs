namespace EdgeAI.City.Storage;

/// <summary>The statements that store records. The table <c>incoming</c> is the connection's own and holds one transaction's rows.</summary>
internal static class RecordSql
{
    public const string Copy = $"COPY incoming ({RecordColumns.Names}) FROM STDIN (FORMAT BINARY)";

    // In the order of the key: two receivers with the same records wait for each other in one direction only, and never for ever.
    public const string Insert = $"INSERT INTO record ({RecordColumns.Names}) SELECT {RecordColumns.Names} FROM incoming ORDER BY gateway, epoch, sequence, received ON CONFLICT DO NOTHING";

    /// <summary>The rows whose key is there with other bytes: kept in <c>conflict</c>. Gives their names.</summary>
    public static readonly string KeepDiffering = $"""
        WITH differing AS (
            SELECT incoming.* FROM incoming JOIN record USING (gateway, epoch, sequence, received)
            WHERE ({Of("incoming")}) IS DISTINCT FROM ({Of("record")})),
        kept AS (INSERT INTO conflict ({RecordColumns.Names}, stored) SELECT {RecordColumns.Names}, now() FROM differing ON CONFLICT DO NOTHING)
        SELECT DISTINCT gateway, epoch, sequence FROM differing
        """;

    /// <summary>The names within ranges ($1 gateways, $2 epochs, $3 first, $4 last) that stand in the table more than once, with different times.</summary>
    public const string NamesThatCameTwice = """
        SELECT place.gateway, place.epoch, twice.sequence
        FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[]) AS place (gateway, epoch, first, last), LATERAL (
            SELECT sequence FROM record
            WHERE record.gateway = place.gateway AND record.epoch = place.epoch AND record.sequence BETWEEN place.first AND place.last
            GROUP BY sequence HAVING count(*) > 1) AS twice
        """;

    /// <summary>Of each name ($1 gateways, $2 epochs, $3 sequences) the row that was stored first stays; the others move to <c>conflict</c>. Of two that do so at once one finds them moved. Gives the number of rows that moved.</summary>
    public const string MoveTheLater = $"""
        WITH name AS (SELECT DISTINCT * FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS name (gateway, epoch, sequence)),
        ranked AS (
            SELECT record.gateway, record.epoch, record.sequence, record.received,
                row_number() OVER (PARTITION BY record.gateway, record.epoch, record.sequence ORDER BY record.stored, record.received) AS place
            FROM name JOIN record ON record.gateway = name.gateway AND record.epoch = name.epoch AND record.sequence = name.sequence),
        moved AS (
            DELETE FROM record USING ranked
            WHERE record.gateway = ranked.gateway AND record.epoch = ranked.epoch AND record.sequence = ranked.sequence AND record.received = ranked.received AND ranked.place > 1
            RETURNING record.*),
        kept AS (INSERT INTO conflict ({RecordColumns.Names}, stored) SELECT {RecordColumns.Names}, stored FROM moved ON CONFLICT DO NOTHING)
        SELECT count(*) FROM moved
        """;

    private static string Of(string table) => string.Join(", ", RecordColumns.Names.Split(", ").Select(column => $"{table}.{column}"));
}
