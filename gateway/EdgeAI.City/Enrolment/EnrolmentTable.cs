using System.Security.Cryptography.X509Certificates;
using EdgeAI.City.Storage;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace EdgeAI.City.Enrolment;

/// <summary>Turns a token into a certificate and a believed key, and a certificate into the next one: each in one transaction, or nothing.</summary>
internal sealed class EnrolmentTable(CityAuthority authority, TimeSpan life)
{
    /// <summary>Uses a token up. The same token with the same keys, within its time, gets the same certificate again: a gateway whose connection was cut asks once more.</summary>
    /// <exception cref="EnrolmentException">The token is unknown, expired or used, or the signing key is not this gateway's to use.</exception>
    public async Task<(string Gateway, string Site, X509Certificate2 Certificate)> EnrolAsync(NpgsqlConnection connection, string token, ProvenKeys keys, CancellationToken cancellation)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        byte[] digest = EnrolmentToken.DigestOf(token);
        (string gateway, string site, string? given) = await FindAsync(connection, digest, keys.Digest, cancellation).ConfigureAwait(false);
        if (given is not null)
        {
            return (gateway, site, X509Certificate2.CreateFromPem(given));
        }

        await ClaimKeyAsync(connection, gateway, keys, cancellation).ConfigureAwait(false);
        X509Certificate2 certificate = await IssueAsync(connection, gateway, site, keys.Tls, cancellation).ConfigureAwait(false);
        int enrolled = await connection.RunAsync(
            """
            INSERT INTO gateway (gateway, site) VALUES ($1, $2)
            ON CONFLICT (gateway) DO UPDATE SET site = excluded.site, since = CASE WHEN gateway.revoked IS NULL THEN gateway.since ELSE now() END, revoked = NULL
            WHERE gateway.site = excluded.site OR gateway.revoked IS NOT NULL
            """,
            cancellation,
            gateway,
            site).ConfigureAwait(false);
        if (enrolled == 0)
        {
            throw new EnrolmentException(StatusCodes.Status409Conflict, "the gateway was enrolled for another site meanwhile: have it revoked there first, or ask for a token with another id");
        }

        await connection.RunAsync("UPDATE enrolment_token SET used = now(), keys = $2, certificate = $3 WHERE digest = $1", cancellation, digest, keys.Digest, certificate.ExportCertificatePem()).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return (gateway, site, certificate);
    }

    /// <summary>Issues the next certificate of the gateway that one was issued to.</summary>
    /// <exception cref="EnrolmentException">That one or its gateway is revoked, or it is not known here.</exception>
    public async Task<(string Gateway, string Site, X509Certificate2 Certificate)> RenewAsync(NpgsqlConnection connection, X509Certificate2 shown, PublicKey publicKey, CancellationToken cancellation)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        (string Gateway, string Site)? found = null;

        // Locked: a revocation at the same time comes before, or revokes the new one as well.
        await using (NpgsqlCommand command = NpgsqlCommands.Make(
            connection,
            """
            SELECT gateway.gateway, gateway.site FROM gateway_certificate JOIN gateway USING (gateway)
            WHERE serial = $1 AND gateway_certificate.revoked IS NULL AND gateway.revoked IS NULL FOR UPDATE OF gateway
            """,
            shown.SerialNumberBytes.ToArray()))
        {
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            if (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            {
                found = (reader.GetString(0), reader.GetString(1));
            }
        }

        if (found is not { } gateway)
        {
            throw new EnrolmentException(StatusCodes.Status403Forbidden, "this certificate is revoked or not known here: ask the city for a new token");
        }

        X509Certificate2 certificate = await IssueAsync(connection, gateway.Gateway, gateway.Site, publicKey, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return (gateway.Gateway, gateway.Site, certificate);
    }

    private static async Task<(string Gateway, string Site, string? Given)> FindAsync(NpgsqlConnection connection, byte[] digest, byte[] keys, CancellationToken cancellation)
    {
        // The row is locked: of two that come with one token at the same time, the second waits and finds it used.
        await using NpgsqlCommand command = NpgsqlCommands.Make(
            connection,
            """
            SELECT gateway, site, expires <= now(), used IS NOT NULL, coalesce(keys = $2, false), coalesce(certificate, ''),
                EXISTS (SELECT FROM gateway WHERE gateway.gateway = enrolment_token.gateway AND gateway.revoked >= enrolment_token.used)
            FROM enrolment_token WHERE digest = $1 FOR UPDATE
            """,
            digest,
            keys);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            throw new EnrolmentException(StatusCodes.Status403Forbidden, "the token is not known here: copy it whole, or ask the city for a new one");
        }

        if (reader.GetBoolean(3) && (!reader.GetBoolean(4) || reader.GetBoolean(6)))
        {
            throw new EnrolmentException(StatusCodes.Status409Conflict, "the token was used already: ask the city for a new one, and if this gateway did not use it, have it revoked");
        }

        return reader.GetBoolean(2)
            ? throw new EnrolmentException(StatusCodes.Status410Gone, "the token has expired: ask the city for a new one")
            : (reader.GetString(0), reader.GetString(1), reader.GetBoolean(3) ? reader.GetString(5) : null);
    }

    private static async Task ClaimKeyAsync(NpgsqlConnection connection, string gateway, ProvenKeys keys, CancellationToken cancellation)
    {
        bool foreign = await connection.ReadAsync<bool>("SELECT EXISTS (SELECT FROM gateway_key WHERE key_id = $1 AND gateway <> $2)", cancellation, keys.SigningId, gateway).ConfigureAwait(false);
        if (foreign)
        {
            throw new EnrolmentException(StatusCodes.Status409Conflict, "the signing key is another gateway's: draw one for this gateway");
        }

        bool revoked = await connection.ReadAsync<bool>("SELECT EXISTS (SELECT FROM gateway_key WHERE key_id = $1 AND revoked IS NOT NULL)", cancellation, keys.SigningId).ConfigureAwait(false);
        if (revoked)
        {
            throw new EnrolmentException(StatusCodes.Status409Conflict, "the signing key was revoked: draw another");
        }

        await connection.RunAsync(
            "INSERT INTO gateway_key (gateway, key_id, suite, public_key) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", cancellation, gateway, keys.SigningId, (short)keys.Signing.Suite, keys.Signing.ToPem()).ConfigureAwait(false);
    }

    private async Task<X509Certificate2> IssueAsync(NpgsqlConnection connection, string gateway, string site, PublicKey publicKey, CancellationToken cancellation)
    {
        X509Certificate2 certificate = authority.IssueGateway(gateway, site, publicKey, life);
        await connection.RunAsync(
            "INSERT INTO gateway_certificate (serial, gateway, expires) VALUES ($1, $2, $3)", cancellation, certificate.SerialNumberBytes.ToArray(), gateway, certificate.NotAfter.ToUniversalTime()).ConfigureAwait(false);
        return certificate;
    }
}
