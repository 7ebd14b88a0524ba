using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.RateLimiting;
using EdgeAI.City.Storage;
using EdgeAI.Records.Enrolment;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgeAI.City.Enrolment;

/// <summary>Answers enrolment requests: each address gets so many a minute, a request has a bound in bytes and in time, and whatever is wrong is one line and a status.</summary>
internal sealed partial class EnrolEndpoints : IAsyncDisposable
{
    /// <summary>The most bytes of a request's body: a signing request of 8 KiB, a key and a proof, with room.</summary>
    public const int MaximumBody = 16 << 10;

    // Connections to the database at once; who waits for one waits in this process.
    private const int AtOnce = 4;

    private readonly EnrolOptions _options;
    private readonly CityAuthority _authority;
    private readonly CityDatabase _database;
    private readonly ILogger _log;
    private readonly EnrolmentTable _table;
    private readonly string[] _cityKeys;
    private readonly SemaphoreSlim _asking = new(AtOnce);
    private readonly PartitionedRateLimiter<IPAddress> _limiter;

    public EnrolEndpoints(EnrolOptions options, CityAuthority authority, CityDatabase database, ILogger log)
    {
        _options = options;
        _authority = authority;
        _database = database;
        _log = log;
        _table = new EnrolmentTable(authority, options.CertificateLife);
        _cityKeys = [.. options.CityKeys.Select(static key => key.ToPem())];
        FixedWindowRateLimiterOptions window = new() { PermitLimit = options.RequestsPerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 };
        _limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address => RateLimitPartition.GetFixedWindowLimiter(address, _ => window));
    }

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        IPAddress address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        using RateLimitLease lease = _limiter.AttemptAcquire(address);
        try
        {
            await (lease.IsAcquired
                ? AnswerAllowedAsync(context)
                : throw new EnrolmentException(StatusCodes.Status429TooManyRequests, $"more than {_options.RequestsPerMinute} requests of this address in a minute: wait for the next")).ConfigureAwait(false);
        }
        catch (EnrolmentException refusal)
        {
            LogRefused(_log, address, refusal.Status, refusal.Message);
            await RefuseAsync(context, refusal.Status, refusal.Message).ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception)
        {
            LogRefused(_log, address, exception.StatusCode, exception.Message);
            await RefuseAsync(context, exception.StatusCode, exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? $"a request has at most {MaximumBody} bytes" : "the request cannot be read").ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is CityException or NpgsqlException or TimeoutException)
        {
            // What the database says is for the city's log, not for who asks.
            LogFailed(_log, address, ErrorLine.Of(exception));
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "the city cannot answer now: try again later").ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _limiter.DisposeAsync().ConfigureAwait(false);
        _asking.Dispose();
    }

    private Task AnswerAllowedAsync(HttpContext context) => (context.Request.Method, context.Request.Path.Value) switch
    {
        ("GET", EnrolmentPaths.Authority) => WriteAsync(context, StatusCodes.Status200OK, "application/x-pem-file", Encoding.ASCII.GetBytes(_authority.Pem)),
        ("POST", EnrolmentPaths.Enrol) => EnrolAsync(context),
        ("POST", EnrolmentPaths.Renew) => RenewAsync(context),
        (_, EnrolmentPaths.Authority or EnrolmentPaths.Enrol or EnrolmentPaths.Renew) => throw new EnrolmentException(StatusCodes.Status405MethodNotAllowed, $"{context.Request.Path} does not know the method"),
        _ => throw new EnrolmentException(StatusCodes.Status404NotFound, $"use {EnrolmentPaths.Authority}, {EnrolmentPaths.Enrol} or {EnrolmentPaths.Renew}"),
    };

    private async Task EnrolAsync(HttpContext context)
    {
        EnrolmentRequest request = await ReadAsync(context, EnrolmentJson.Default.EnrolmentRequest).ConfigureAwait(false);
        if (request.Token.Length != EnrolmentToken.Length)
        {
            throw new EnrolmentException(StatusCodes.Status403Forbidden, "the token is not known here: copy it whole, or ask the city for a new one");
        }

        ProvenKeys keys = ProvenKeys.Of(request);
        var given = await WithDatabaseAsync(connection => _table.EnrolAsync(connection, request.Token, keys, context.RequestAborted), context.RequestAborted).ConfigureAwait(false);
        await GiveAsync(context, "enrolled", given).ConfigureAwait(false);
    }

    private async Task RenewAsync(HttpContext context)
    {
        RenewalRequest request = await ReadAsync(context, EnrolmentJson.Default.RenewalRequest).ConfigureAwait(false);
        X509Certificate2 shown = context.Connection.ClientCertificate ?? throw new EnrolmentException(StatusCodes.Status401Unauthorized, "renewal needs the certificate before: connect with it");
        PublicKey publicKey = ProvenKeys.TlsKeyOf(request.Request);
        var given = await WithDatabaseAsync(connection => _table.RenewAsync(connection, shown, publicKey, context.RequestAborted), context.RequestAborted).ConfigureAwait(false);
        await GiveAsync(context, "renewed", given).ConfigureAwait(false);
    }

    private async Task GiveAsync(HttpContext context, string what, (string Gateway, string Site, X509Certificate2 Certificate) given)
    {
        using X509Certificate2 certificate = given.Certificate;
        EnrolmentAnswer answer = new()
        {
            Gateway = given.Gateway,
            Site = given.Site,
            Certificate = certificate.ExportCertificatePem() + "\n",
            ValidUntil = certificate.NotAfter.ToUniversalTime(),
            Authority = _authority.Pem,
            CityKeys = _cityKeys,
        };
        LogGiven(_log, what, given.Gateway, given.Site, answer.ValidUntil);
        await WriteAsync(context, StatusCodes.Status200OK, "application/json", JsonSerializer.SerializeToUtf8Bytes(answer, EnrolmentJson.Default.EnrolmentAnswer)).ConfigureAwait(false);
    }

    private async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
    {
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        bound.CancelAfter(_options.Patience);
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, bound.Token).ConfigureAwait(false) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new EnrolmentException(StatusCodes.Status400BadRequest, "the request is not the JSON that is expected: see IDENTITY.md, or use EdgeAI.Gateway join");
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw new EnrolmentException(StatusCodes.Status408RequestTimeout, $"the request did not come whole within {_options.Patience.TotalSeconds:0.#} s");
        }
    }

    private async Task<T> WithDatabaseAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellation)
    {
        await _asking.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await using NpgsqlConnection connection = await _database.ConnectAsync(cancellation).ConfigureAwait(false);
            return await work(connection).ConfigureAwait(false);
        }
        finally
        {
            _asking.Release();
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string line)
    {
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "60";
        }

        if (status is StatusCodes.Status408RequestTimeout or StatusCodes.Status413PayloadTooLarge)
        {
            context.Response.Headers.Connection = "close";
        }

        return WriteAsync(context, status, "application/json", JsonSerializer.SerializeToUtf8Bytes(new EnrolmentRefusal(line), EnrolmentJson.Default.EnrolmentRefusal));
    }

    private static async Task WriteAsync(HttpContext context, int status, string type, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    [LoggerMessage(EventId = 21, Level = LogLevel.Information, Message = "{What} {Gateway} of {Site}, certificate valid until {Until:yyyy-MM-dd HH:mm} UTC")]
    private static partial void LogGiven(ILogger log, string what, string gateway, string site, DateTimeOffset until);

    [LoggerMessage(EventId = 22, Level = LogLevel.Warning, Message = "{Address}: {Status} {Reason}")]
    private static partial void LogRefused(ILogger log, IPAddress address, int status, string reason);

    [LoggerMessage(EventId = 23, Level = LogLevel.Error, Message = "{Address}: {Reason}")]
    private static partial void LogFailed(ILogger log, IPAddress address, string reason);
}
