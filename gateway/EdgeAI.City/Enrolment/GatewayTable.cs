using EdgeAI.City.Storage;
using Npgsql;

namespace EdgeAI.City.Enrolment;

/// <summary>The enrolled gateways as a person deals with them: tokens, revocation, quotas, the list.</summary>
internal static class GatewayTable
{
    /// <summary>Makes a one-time token for a gateway of a site; its text, which is nowhere else.</summary>
    /// <exception cref="CityException">The gateway is enrolled for another site.</exception>
    public static async Task<string> MakeTokenAsync(NpgsqlConnection connection, string gateway, string site, DateTimeOffset expires, CancellationToken cancellation)
    {
        string elsewhere = await connection.ReadAsync<string>(
            "SELECT coalesce((SELECT site FROM gateway WHERE gateway = $1 AND site <> $2 AND revoked IS NULL), '')", cancellation, gateway, site).ConfigureAwait(false);
        if (elsewhere.Length > 0)
        {
            throw new CityException($"the gateway '{gateway}' is enrolled for the site '{elsewhere}': revoke it there first, or give this one another id (an id is one gateway's, whatever its site)");
        }

        string token = EnrolmentToken.Draw();
        await connection.RunAsync(
            "INSERT INTO enrolment_token (digest, gateway, site, expires) VALUES ($1, $2, $3, $4)", cancellation, EnrolmentToken.DigestOf(token), gateway, site, expires.UtcDateTime).ConfigureAwait(false);
        return token;
    }

    /// <summary>Revokes a gateway, its certificates, its signing keys and its tokens.</summary>
    /// <exception cref="CityException">Nothing is known of it.</exception>
    public static async Task RevokeAsync(NpgsqlConnection connection, string gateway, CancellationToken cancellation)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);

        // The tokens first: an enrolment that uses one right now ends before, and is revoked with the rest.
        int tokens = await connection.RunAsync("DELETE FROM enrolment_token WHERE gateway = $1 AND used IS NULL", cancellation, gateway).ConfigureAwait(false);

        // A gateway whose key was added by hand is known by it, or by what came from it.
        int known = await connection.RunAsync(
            """
            INSERT INTO gateway (gateway, site, revoked)
            SELECT $1, coalesce((SELECT site FROM spool WHERE gateway = $1 ORDER BY first_seen DESC LIMIT 1), ''), now()
            WHERE EXISTS (SELECT FROM gateway WHERE gateway = $1) OR EXISTS (SELECT FROM gateway_key WHERE gateway = $1) OR EXISTS (SELECT FROM spool WHERE gateway = $1)
            ON CONFLICT (gateway) DO UPDATE SET revoked = coalesce(gateway.revoked, now())
            """,
            cancellation,
            gateway).ConfigureAwait(false);
        if (known + tokens == 0)
        {
            throw new CityException($"nothing is known of a gateway '{gateway}': look at EdgeAI.City gateways list");
        }

        await connection.RunAsync("UPDATE gateway_certificate SET revoked = now() WHERE gateway = $1 AND revoked IS NULL", cancellation, gateway).ConfigureAwait(false);
        await connection.RunAsync("UPDATE gateway_key SET revoked = now() WHERE gateway = $1 AND revoked IS NULL", cancellation, gateway).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>The revoked certificates that have not expired.</summary>
    public static async Task<List<(byte[] Serial, DateTimeOffset Revoked)>> RevokedAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        List<(byte[], DateTimeOffset)> revoked = [];
        await using NpgsqlCommand command = NpgsqlCommands.Make(connection, "SELECT serial, revoked FROM gateway_certificate WHERE revoked IS NOT NULL AND expires > now() - interval '1 day' ORDER BY revoked, serial");
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            revoked.Add((reader.GetFieldValue<byte[]>(0), new DateTimeOffset(reader.GetDateTime(1))));
        }

        return revoked;
    }

    /// <summary>Every gateway that is enrolled, has a token or is in quarantine, each as one line for people.</summary>
    public static async Task<List<string>> ListAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        List<string> lines = [];
        await using NpgsqlCommand command = NpgsqlCommands.Make(
            connection,
            """
            SELECT gateway, site, 0 AS what, CASE WHEN revoked IS NOT NULL THEN 'revoked ' || to_char(revoked AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC'
                ELSE 'enrolled ' || to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC, certificate valid until ' || coalesce(
                    (SELECT to_char(max(expires) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC' FROM gateway_certificate WHERE gateway_certificate.gateway = gateway.gateway AND gateway_certificate.revoked IS NULL), 'never') END
            FROM gateway
            UNION ALL SELECT gateway, site, 1, 'token valid until ' || to_char(expires AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC' FROM enrolment_token WHERE used IS NULL AND expires > now()
            UNION ALL SELECT gateway, site, 2, 'in quarantine since ' || to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC: ' || reason FROM quarantined_gateway
            ORDER BY 1, 2, 3
            """);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            lines.Add($"{reader.GetString(1)}/{reader.GetString(0)}: {reader.GetString(3)}");
        }

        return lines;
    }
}
