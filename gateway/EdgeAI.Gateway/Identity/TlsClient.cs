using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.Records.Certificates;
using MQTTnet;

namespace EdgeAI.Gateway.Identity;

/// <summary>
/// A TLS client's files, loaded: gives the options of one connection to MQTTnet, to <see cref="SslStream"/> and to HTTP clients. Looks at the
/// files again with each connection, so a renewed certificate is used without a restart; files that are damaged leave the last good ones in force.
/// Thread-safe.
/// </summary>
public sealed class TlsClient : IMqttClientCertificatesProvider
{
    private readonly Lock _lock = new();
    private readonly TlsClientOptions _options;
    private readonly TimeProvider _time;
    private Loaded _loaded;
    private volatile bool _trusted;

    private TlsClient(TlsClientOptions options, TimeProvider time, Loaded loaded)
    {
        _options = options;
        _time = time;
        _loaded = loaded;
    }

    /// <summary>The last connection's refusal or the files' last problem, in one line; empty when there was none.</summary>
    public string LastError { get; private set; } = "";

    /// <summary>When the client's own certificate expires, UTC; nothing without one.</summary>
    public DateTimeOffset? CertificateExpires => Current().Certificate is { } own ? new DateTimeOffset(own.NotAfter.ToUniversalTime(), TimeSpan.Zero) : null;

    /// <summary>Loads the files.</summary>
    /// <exception cref="GatewayException">A file is absent, damaged or, if a key, readable by others; the message is one line with the mend.</exception>
    public static TlsClient Load(TlsClientOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new TlsClient(options, time ?? TimeProvider.System, Read(options));
    }

    /// <summary>The options of an MQTTnet client that connects to a host.</summary>
    public MqttClientTlsOptions ForMqtt(string host) => new()
    {
        UseTls = true,
        SslProtocol = SslProtocols.Tls12 | SslProtocols.Tls13,
        AllowRenegotiation = false,
        RevocationMode = X509RevocationMode.NoCheck,
        TargetHost = _options.ServerName ?? host,
        ClientCertificatesProvider = this,
        CertificateValidationHandler = args => Accepts(args.Certificate, args.Chain, _options.ServerName ?? host),
    };

    /// <summary>The options of an <see cref="SslStream"/> or of a <see cref="SocketsHttpHandler"/>.</summary>
    /// <param name="host">The host that is dialled; nothing to take the name that the stream or the HTTP client set.</param>
    public SslClientAuthenticationOptions ForSsl(string? host = null) => new()
    {
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        AllowRenegotiation = false,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        TargetHost = _options.ServerName ?? host,
        LocalCertificateSelectionCallback = (_, _, _, remote, _) => OwnCertificate(remote is null)!,
        RemoteCertificateValidationCallback = (sender, certificate, chain, _) => Accepts(certificate, chain, _options.ServerName ?? host ?? (sender as SslStream)?.TargetHostName ?? ""),
    };

    /// <summary>Why an MQTT connection failed, with what is known here of its handshake: what was wrong with the server's certificate, or that the server took ours amiss.</summary>
    /// <param name="reason">What the connection says itself, in one line.</param>
    public string Explain(string reason)
    {
        if (LastError.Length > 0)
        {
            return $"{reason} ({LastError})";
        }

        return !_trusted
            ? reason
            : Current().Certificate is { } own
                ? $"{reason} (the server took no connection with the certificate of {CertificateVerification.NameOf(own)}: enroll it there, or renew it if it expired or was revoked)"
                : $"{reason} (the server took no connection without a certificate: give 'certificateFile' and 'keyFile')";
    }

    /// <inheritdoc/>
    public X509CertificateCollection GetCertificates()
    {
        // MQTTnet asks as each connection begins, before its handshake.
        return OwnCertificate(begins: true) is { } own ? [own] : [];
    }

    private X509Certificate2? OwnCertificate(bool begins)
    {
        _trusted &= !begins;
        return Current().Certificate;
    }

    private bool Accepts(X509Certificate? certificate, X509Chain? chain, string name)
    {
        if (!TryAccept(certificate as X509Certificate2, chain, name, out string? reason))
        {
            LastError = reason;
            return false;
        }

        LastError = "";
        _trusted = true;
        return true;
    }

    private bool TryAccept(X509Certificate2? certificate, X509Chain? chain, string name, [NotNullWhen(false)] out string? reason)
    {
        if (certificate is null)
        {
            reason = "the server showed no certificate";
            return false;
        }

        if (!CertificateVerification.TryVerify(certificate, chain?.ChainPolicy.ExtraStore, Current().Authorities, CertificateVerification.ServerPurpose, _time.GetUtcNow(), out reason))
        {
            return false;
        }

        reason = certificate.MatchesHostname(name) ? null : $"the server's certificate is for {CertificateVerification.NameOf(certificate)}, not for '{name}'";
        return reason is null;
    }

    private Loaded Current()
    {
        lock (_lock)
        {
            DateTime[] stamps = StampsOf(_options);
            if (!stamps.SequenceEqual(_loaded.Stamps))
            {
                try
                {
                    _loaded = Read(_options);
                }
                catch (GatewayException exception)
                {
                    // The last good files stay in force until the next change.
                    LastError = exception.Message;
                    _loaded = _loaded with { Stamps = stamps };
                }
            }

            return _loaded;
        }
    }

    private static Loaded Read(TlsClientOptions options)
    {
        if ((options.CertificateFile is null) != (options.KeyFile is null))
        {
            throw new GatewayException($"the {(options.KeyFile is null ? $"certificate {options.CertificateFile} has no key" : $"key {options.KeyFile} has no certificate")}: give both files or neither");
        }

        DateTime[] stamps = StampsOf(options);
        X509Certificate2Collection? authorities = options.AuthorityFile is null ? null : PemCertificates.Read(options.AuthorityFile);
        X509Certificate2? own = options.CertificateFile is null ? null : PemCertificates.ReadWithKey(options.CertificateFile, options.KeyFile!);
        return new Loaded(stamps, authorities, own);
    }

    private static DateTime[] StampsOf(TlsClientOptions options)
        => [.. new[] { options.AuthorityFile, options.CertificateFile, options.KeyFile }.Select(file => file is null ? default : File.GetLastWriteTimeUtc(file))];

    private sealed record Loaded(DateTime[] Stamps, X509Certificate2Collection? Authorities, X509Certificate2? Certificate);
}
