using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.City.Operation;
using EdgeAI.City.Storage;
using EdgeAI.Records.Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeAI.City.Enrolment;

/// <summary>The HTTPS endpoint that gateways enrol at. It shows a certificate of the city's authority, and takes client certificates of that authority alone.</summary>
internal sealed class EnrolServer : IAsyncDisposable
{
    private const int MaximumConnections = 256;

    private static readonly TimeSpan ServerLife = TimeSpan.FromDays(90);

    private readonly EnrolOptions _options;
    private readonly CityAuthority _authority;
    private readonly WebApplication _application;
    private readonly EnrolEndpoints _endpoints;
    private readonly X509Certificate2Collection _trusted;
    private readonly Lock _lock = new();
    private X509Certificate2 _certificate;

    public EnrolServer(EnrolOptions options, CityAuthority authority, CityDatabase database, ILogger log)
    {
        _options = options;
        _authority = authority;
        _trusted = [authority.Certificate];
        _certificate = authority.IssueServer(options.Names, ServerLife);
        _endpoints = new EnrolEndpoints(options, authority, database, log);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, DetachedLifetime>();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(Configure);
        _application = builder.Build();
        _application.Run(_endpoints.AnswerAsync);
    }

    /// <summary>The TCP port; the one that the system chose where 0 was asked for.</summary>
    public int Port { get; private set; }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="CityException">The address cannot be used.</exception>
    public async Task StartAsync()
    {
        try
        {
            await _application.StartAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException or AddressInUseException)
        {
            throw new CityException($"{_options.Listen} cannot be listened on ({exception.Message.ReplaceLineEndings(" ")}): stop the program that listens there, or give another with --listen", exception);
        }

        Port = new Uri(_application.Urls.First()).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        await _endpoints.DisposeAsync().ConfigureAwait(false);
        _certificate.Dispose();
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MaximumConnections;
        kestrel.Limits.MaxRequestBodySize = EnrolEndpoints.MaximumBody;
        kestrel.Limits.MaxRequestHeadersTotalSize = EnrolEndpoints.MaximumBody;
        kestrel.Limits.RequestHeadersTimeout = _options.Patience;
        kestrel.Limits.KeepAliveTimeout = _options.Patience;
        kestrel.Listen(_options.Listen, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                HandshakeTimeout = _options.Patience,
                ServerCertificateSelector = (_, _) => Certificate(),
                ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                ClientCertificateValidation = (certificate, chain, _) =>
                    CertificateVerification.TryVerify(certificate, chain?.ChainPolicy.ExtraStore, _trusted, CertificateVerification.ClientPurpose, _options.Time.GetUtcNow(), out string? _),
            });
        });
    }

    /// <summary>The certificate for a handshake that begins now: a new one when a third of its life is left.</summary>
    private X509Certificate2 Certificate()
    {
        lock (_lock)
        {
            if (_certificate.NotAfter.ToUniversalTime() - _options.Time.GetUtcNow().UtcDateTime < ServerLife / 3)
            {
                // Handshakes with the one before may still be on their way: the collector frees it.
                _certificate = _authority.IssueServer(_options.Names, ServerLife);
            }

            return _certificate;
        }
    }
}
