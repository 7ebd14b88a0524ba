using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using EdgeAI.City.Enrolment;
using EdgeAI.City.Storage;
using EdgeAI.Records;
using EdgeAI.Records.Certificates;
using EdgeAI.Records.Enrolment;
using EdgeAI.Records.Proof;
using EdgeAI.Tests.Gateway;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EdgeAI.Tests.City;

/// <summary>The enrolment endpoint in this process, and a client of it that trusts its authority.</summary>
internal sealed class EnrolmentRig : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly CityDatabase _city;
    private readonly EnrolServer _server;

    private EnrolmentRig(TemporaryFolder folder, CityAuthority authority, TestDatabase database, RecordPublicKey cityKey, CityDatabase city, EnrolServer server)
    {
        _folder = folder;
        _city = city;
        _server = server;
        Authority = authority;
        Database = database;
        CityKey = cityKey;
    }

    public CityAuthority Authority { get; }

    public TestDatabase Database { get; }

    public RecordPublicKey CityKey { get; }

    public string AuthorityFolder => _folder["authority"];

    public Uri Url => new($"https://127.0.0.1:{_server.Port}");

    public static async Task<EnrolmentRig> StartAsync(TestDatabase database, Func<EnrolOptions, EnrolOptions>? adapt = null)
    {
        TemporaryFolder folder = new();
        CityAuthority authority = CityAuthority.Open(folder["authority"], TimeProvider.System);
        using RecordSigningKey key = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);
        EnrolOptions options = new()
        {
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            Names = ["127.0.0.1"],
            AuthorityFolder = folder["authority"],
            Database = database.ConnectionString,
            CityKeys = [key.PublicKey],
        };
        options = adapt?.Invoke(options) ?? options;
        CityDatabase city = CityDatabase.Of(database.ConnectionString);
        EnrolServer server = new(options, authority, city, NullLogger.Instance);
        await server.StartAsync();
        return new EnrolmentRig(folder, authority, database, key.PublicKey, city, server);
    }

    public async Task<string> TokenAsync(string gateway, string site)
    {
        await using NpgsqlConnection connection = await Database.ConnectAsync();
        return await GatewayTable.MakeTokenAsync(connection, gateway, site, TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
    }

    public Task<(int Status, string Body)> EnrolAsync(EnrolmentRequest request) => PostAsync(EnrolmentPaths.Enrol, JsonSerializer.Serialize(request, EnrolmentJson.Default.EnrolmentRequest));

    public Task<(int Status, string Body)> RenewAsync(GatewayKeys keys, string? certificate)
        => PostAsync(
            EnrolmentPaths.Renew,
            JsonSerializer.Serialize(new RenewalRequest { Request = SigningRequest.Write("whoever", keys.Tls) }, EnrolmentJson.Default.RenewalRequest),
            certificate is null ? null : X509Certificate2.CreateFromPem(certificate, keys.Tls.ExportPkcs8PrivateKeyPem()));

    public async Task<(int Status, string Body)> PostAsync(string path, string body, X509Certificate2? certificate = null)
    {
        using HttpClient http = new(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificates = certificate is null ? null : [certificate],
                RemoteCertificateValidationCallback = (_, shown, _, _) => CertificateVerification.TryVerify((X509Certificate2)shown!, null, [Authority.Certificate], CertificateVerification.ServerPurpose, TimeProvider.System.GetUtcNow(), out string? _),
            },
        });
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await http.PostAsync(new Uri(Url, path), content, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Sends the beginning of a request, and nothing more; what comes back until the server closes.</summary>
    public async Task<string> SlowAsync(string beginning)
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, _server.Port, TestContext.Current.CancellationToken);
        await using SslStream stream = new(client.GetStream(), leaveInnerStreamOpen: false, static (_, certificate, _, _) => certificate is not null);
        await stream.AuthenticateAsClientAsync("127.0.0.1");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning), TestContext.Current.CancellationToken);
        using StreamReader reader = new(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _city.DisposeAsync();
        Authority.Dispose();
        _folder.Dispose();
    }
}
