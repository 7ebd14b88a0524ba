using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.Gateway.Broker;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace EdgeAI.Gateway.Identity;

/// <summary>
/// Who may connect, by the registry as it is now: looked at with each handshake and once a second, so that enrolments, revocations and new
/// authorities work without a restart. A registry that is damaged leaves the last good one in force. Thread-safe.
/// </summary>
internal sealed partial class DeviceDirectory : IDeviceDirectory, ITlsServer, IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _site;
    private readonly IdentityOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly IdentityFolder _folder;
    private readonly LocalAuthority _authority;
    private readonly ServerCertificate _server;
    private readonly ITimer _watch;
    private readonly ConcurrentDictionary<string, DeviceCertificate> _shown = new(StringComparer.Ordinal);
    private readonly IdentityCounters _counters = new();
    private readonly LocalDevice _local = new();
    private volatile DeviceRegistry _registry;
    private (DateTime Written, long Length) _stamp;
    private DateTimeOffset _renewalTried;
    private string _problem = "";
    private string _renewalProblem = "";

    private DeviceDirectory(IdentityOptions options, string site, TimeProvider time, ILogger log)
    {
        _site = site;
        _options = options;
        _time = time;
        _log = log;
        _folder = new IdentityFolder(options.Folder);
        _authority = new LocalAuthority(options, time);
        _stamp = Stamp();
        _registry = RegistryFile.Read(_folder.Registry);
        if (options.ServerCertificateFile is null)
        {
            RenewServer();
            _server = new ServerCertificate(_folder.ServerCertificate, _folder.ServerKey);
        }
        else
        {
            _server = new ServerCertificate(options.ServerCertificateFile, options.ServerKeyFile ?? throw new GatewayException($"the server certificate {options.ServerCertificateFile} has no key: give its file too"));
        }

        if (_registry.IsBeforeItsTime(time.GetUtcNow()))
        {
            LogWrongClock(time.GetUtcNow(), _registry.Changed);
        }

        _watch = time.CreateTimer(static state => ((DeviceDirectory)state!).Look(), this, options.WatchPeriod, options.WatchPeriod);
    }

    /// <inheritdoc/>
    public event Action<string>? Revoked;

    /// <summary>Opens the folder, and issues the server's certificate where the authority should and can.</summary>
    /// <exception cref="GatewayException">The folder is not what it should be; the message is one line with the mend.</exception>
    public static DeviceDirectory Open(IdentityOptions options, string site, TimeProvider time, ILogger log) => new(options, site, time, log);

    /// <summary>What happened and what stands.</summary>
    public IdentityStatistics Snapshot()
    {
        lock (_lock)
        {
            string problems = string.Join("; ", new[] { _problem, _renewalProblem, _server.Problem }.Where(text => text.Length > 0));
            return _counters.Snapshot(_registry.Devices.Count, _server.Expires, problems);
        }
    }

    /// <summary>The options of a TLS handshake that begins now: the certificate as it is now, and a judgement of the client's.</summary>
    public SslServerAuthenticationOptions ForHandshake()
    {
        SslServerAuthenticationOptions options = new() { RemoteCertificateValidationCallback = (_, certificate, chain, _) => Accepts(certificate as X509Certificate2, chain) };
        Configure(options);
        return options;
    }

    /// <inheritdoc/>
    public void Configure(HttpsConnectionAdapterOptions options)
    {
        options.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
        options.ClientCertificateValidation = (certificate, chain, _) => Accepts(certificate, chain);
        options.CheckCertificateRevocation = false;
        options.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;

        // Kestrel wants to see a certificate before it asks for the rest, which brings the chain with it.
        options.ServerCertificateSelector = (_, _) => _server.Current().TargetCertificate;
        options.OnAuthenticate = (_, handshake) => Configure(handshake);
    }

    /// <inheritdoc/>
    public bool TryIdentify(X509Certificate2? certificate, string clientId, [NotNullWhen(true)] out DeviceIdentity? identity, [NotNullWhen(false)] out string? reason)
    {
        if (certificate is null)
        {
            (identity, reason) = (_local, null);
            return true;
        }

        DeviceRegistry registry = _registry;
        if (!TryFind(registry, certificate, out EnrolledDevice device, out reason))
        {
            identity = null;
            return false;
        }

        registry.TryFind(certificate.SerialNumber, out _, out DeviceCertificate shown);
        _shown[device.Name] = shown;
        identity = new CertifiedDevice(_site, device);
        return true;
    }

    /// <summary>Issues a further certificate to a connected device.</summary>
    /// <exception cref="GatewayException">It may not have one; the message says why.</exception>
    public Task<IssuedCertificate> RenewAsync(string name, PublicKey publicKey) => _authority.RenewAsync(name, publicKey, _options.DeviceDays);

    public void Dispose() => _watch.Dispose();

    /// <summary>Takes over what changed in the folder and lets expired connections go.</summary>
    internal void Look()
    {
        List<string> ended = [];
        lock (_lock)
        {
            (DateTime, long) stamp = Stamp();
            if (stamp != _stamp)
            {
                _stamp = stamp;
                TakeOver(ended);
            }

            DateTimeOffset at = _registry.JudgingTime(_time.GetUtcNow());
            foreach ((string name, DeviceCertificate shown) in _shown)
            {
                if (at > shown.ValidUntil && _shown.TryRemove(new KeyValuePair<string, DeviceCertificate>(name, shown)))
                {
                    LogExpired(name, shown.ValidUntil);
                    ended.Add(name);
                }
            }

            if (_options.ServerCertificateFile is null)
            {
                TryRenewServer();
            }
        }

        foreach (string name in ended)
        {
            Revoked?.Invoke(name);
        }
    }

    private void Configure(SslServerAuthenticationOptions handshake)
    {
        Look();
        handshake.ServerCertificate = null;
        handshake.ServerCertificateSelectionCallback = null;
        handshake.ServerCertificateContext = _server.Current();
        handshake.ClientCertificateRequired = true;
        handshake.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        handshake.AllowRenegotiation = false;

        // A resumed session would go by what its certificate was worth then.
        handshake.AllowTlsResume = false;
        handshake.CertificateRevocationCheckMode = X509RevocationMode.NoCheck;
    }

    private void TakeOver(List<string> ended)
    {
        DeviceRegistry before = _registry;
        try
        {
            _registry = RegistryFile.Read(_folder.Registry);
            _problem = "";
            _renewalTried = default;
        }
        catch (GatewayException exception)
        {
            _problem = $"{exception.Message}; the last good one stays in force";
            LogDamaged(_problem);
            return;
        }

        LogChanged(_registry.Devices.Count, _registry.Authorities.Length);
        foreach (EnrolledDevice old in before.Devices.Values)
        {
            if (!_registry.Devices.TryGetValue(old.Name, out EnrolledDevice? now) || RegistryChange.EndsConnections(old, now))
            {
                _shown.TryRemove(old.Name, out _);
                ended.Add(old.Name);
                LogEnded(old.Name);
            }
        }

        if (!before.Authorities.Select(authority => authority.Certificate.Thumbprint).All(_registry.Authorities.Select(authority => authority.Certificate.Thumbprint).Contains))
        {
            // An authority is gone: whoever came by it comes again and is judged anew.
            ended.AddRange(_shown.Keys.Except(ended));
            _shown.Clear();
        }
    }

    // Once an hour is often enough for a certificate that lives for days, and not more often when it cannot be issued.
    private void TryRenewServer()
    {
        DateTimeOffset now = _time.GetUtcNow();
        if ((now - _renewalTried).Duration() < TimeSpan.FromHours(1))
        {
            return;
        }

        try
        {
            RenewServer();
        }
        catch (GatewayException exception)
        {
            _renewalProblem = exception.Message;
            LogDamaged(exception.Message);
        }
    }

    private void RenewServer()
    {
        _renewalTried = _time.GetUtcNow();
        if (_authority.RenewServer(_registry, _options.ServerNames, _options.ServerDays))
        {
            LogServerIssued();
        }

        _renewalProblem = "";
    }

    private bool Accepts(X509Certificate2? certificate, X509Chain? chain)
    {
        DeviceRegistry registry = _registry;
        string? reason;
        if (certificate is null)
        {
            reason = "a connection showed no certificate";
        }
        else
        {
            DateTimeOffset at = registry.JudgingTime(_time.GetUtcNow());
            if (CertificateVerification.TryVerify(certificate, chain?.ChainPolicy.ExtraStore, registry.TrustedAt(at), CertificateVerification.ClientPurpose, at, out reason)
                && TryFind(registry, certificate, out _, out reason))
            {
                _counters.Accepted();
                return true;
            }
        }

        if (_counters.Refused(reason, _time.GetUtcNow()))
        {
            LogRefused(reason);
        }

        return false;
    }

    private bool TryFind(DeviceRegistry registry, X509Certificate2 certificate, out EnrolledDevice device, [NotNullWhen(false)] out string? reason)
    {
        DateTimeOffset at = registry.JudgingTime(_time.GetUtcNow());
        string name = CertificateVerification.NameOf(certificate);
        reason = !registry.TryFind(certificate.SerialNumber, out device, out DeviceCertificate entry) ? $"the certificate of {name}, serial {certificate.SerialNumber}, is not in the registry: enrol the device again"
            : name != $"'{device.Name}'" ? $"the certificate {certificate.SerialNumber} is for {name}, in the registry it belongs to '{device.Name}'"
            : entry.RevokedAt is { } revoked ? $"the certificate of {name}, serial {certificate.SerialNumber}, was revoked {revoked:yyyy-MM-dd HH:mm} UTC"
            : at > entry.ValidUntil ? $"the certificate of {name}, serial {certificate.SerialNumber}, expired {entry.ValidUntil:yyyy-MM-dd HH:mm} UTC"
            : null;
        return reason is null;
    }

    private (DateTime Written, long Length) Stamp()
    {
        FileInfo file = new(_folder.Registry);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }
}
