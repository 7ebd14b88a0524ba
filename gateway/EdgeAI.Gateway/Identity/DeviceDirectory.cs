using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.Gateway.Audit;
using EdgeAI.Gateway.Broker;
using EdgeAI.Records.Certificates;
using EdgeAI.Records.Proof;
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
    private readonly AuditTrail? _trail;
    private readonly IdentityFolder _folder;
    private readonly LocalAuthority _authority;
    private readonly ServerCertificate _server;
    private readonly ITimer _watch;
    private readonly IdentityCounters _counters = new();
    private readonly LocalDevice _local = new();
    private volatile DeviceRegistry _registry;
    private (DateTime Written, long Length) _stamp;
    private DateTimeOffset _renewalTried;
    private string _problem = "";
    private string _renewalProblem = "";
    private volatile string _lookProblem = "";

    private DeviceDirectory(IdentityOptions options, string site, TimeProvider time, ILogger log, AuditTrail? trail)
    {
        _site = site;
        _options = options;
        _time = time;
        _log = log;
        _trail = trail;
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

        _watch = time.CreateTimer(static state => ((DeviceDirectory)state!).LookSafely(), this, options.WatchPeriod, options.WatchPeriod);
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <summary>Opens the folder, and issues the server's certificate where the authority should and can.</summary>
    /// <exception cref="GatewayException">The folder is not what it should be; the message is one line with the mend.</exception>
    public static DeviceDirectory Open(IdentityOptions options, string site, TimeProvider time, ILogger log, AuditTrail? trail = null) => new(options, site, time, log, trail);

    /// <summary>What happened and what stands.</summary>
    public IdentityStatistics Snapshot()
    {
        lock (_lock)
        {
            string problems = string.Join("; ", new[] { _problem, _renewalProblem, _lookProblem, _server.Problem }.Where(text => text.Length > 0));
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

        // Again, and whole: what held in the handshake may not hold any more.
        if (!TryFind(_registry, certificate.SerialNumber, CertificateVerification.NameOf(certificate), certificate.IssuerName.RawData, out EnrolledDevice device, out reason))
        {
            identity = null;
            return false;
        }

        identity = new CertifiedDevice(_site, device, certificate);
        return true;
    }

    /// <inheritdoc/>
    public string? EndOf(DeviceIdentity identity)
    {
        if (identity is not CertifiedDevice device)
        {
            return null;
        }

        if (TryFind(_registry, device.Serial, $"'{device.Name}'", device.Issuer, out EnrolledDevice now, out string? reason))
        {
            reason = device.MayTheSame(now) ? null : $"the permissions of '{device.Name}' changed: it may connect again";
        }

        if (reason is not null)
        {
            LogEnded(reason);
        }

        return reason;
    }

    /// <summary>Issues a further certificate to a connected device.</summary>
    /// <exception cref="GatewayException">It may not have one; the message says why.</exception>
    public Task<IssuedCertificate> RenewAsync(string name, PublicKey publicKey) => _authority.RenewAsync(name, publicKey, _options.DeviceDays);

    public void Dispose() => _watch.Dispose();

    /// <summary>Takes over what changed in the folder.</summary>
    internal void Look()
    {
        bool changed;
        lock (_lock)
        {
            (DateTime, long) stamp = Stamp();
            changed = stamp != _stamp;
            if (changed)
            {
                _stamp = stamp;
                TakeOver();
            }

            if (_options.ServerCertificateFile is null)
            {
                TryRenewServer();
            }
        }

        if (changed)
        {
            Changed?.Invoke();
        }
    }

    // For the timer, out of which nothing may be thrown: it would end the gateway.
    private void LookSafely()
    {
        try
        {
            Look();
            _lookProblem = "";
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            string problem = $"the identity folder {_folder.Path} cannot be looked at ({exception.Message.ReplaceLineEndings(" ")}): check its rights and its disk";
            if (_lookProblem != problem)
            {
                LogDamaged(problem);
            }

            _lookProblem = problem;
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

    private void TakeOver()
    {
        try
        {
            DeviceRegistry before = _registry;
            _registry = RegistryFile.Read(_folder.Registry);
            foreach ((string device, string what) in _trail is null ? [] : RegistryChanges.Between(before, _registry))
            {
                _trail!.Note(AuditSubject.Identity, AuditOutcome.Done, device, what);
            }

            _problem = "";
            _renewalTried = default;
        }
        catch (GatewayException exception)
        {
            _problem = $"{exception.Message}; the last good one stays in force";
            LogDamaged(_problem);
            _trail?.Note(AuditSubject.Identity, AuditOutcome.Failed, "", _problem);
            return;
        }

        LogChanged(_registry.Devices.Count, _registry.Authorities.Length);
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
                && TryFind(registry, certificate.SerialNumber, CertificateVerification.NameOf(certificate), certificate.IssuerName.RawData, out _, out reason))
            {
                _counters.Accepted();
                return true;
            }
        }

        _trail?.Note(AuditSubject.Connection, AuditOutcome.Refused, "", $"TLS handshake refused: {reason}");
        if (_counters.Refused(reason, _time.GetUtcNow()))
        {
            LogRefused(reason);
        }

        return false;
    }

    // The name in quotes, as the certificate bears it.
    private bool TryFind(DeviceRegistry registry, string serial, string name, ReadOnlySpan<byte> issuer, out EnrolledDevice device, [NotNullWhen(false)] out string? reason)
    {
        DateTimeOffset at = registry.JudgingTime(_time.GetUtcNow());
        reason = !registry.TryFind(serial, out device, out DeviceCertificate entry) ? $"the certificate of {name}, serial {serial}, is not in the registry: enrol the device again"
            : name.Length != device.Name.Length + 2 || !name.AsSpan(1, device.Name.Length).SequenceEqual(device.Name) ? $"the certificate {serial} is for {name}, in the registry it belongs to '{device.Name}'"
            : entry.RevokedAt is { } revoked ? $"the certificate of {name}, serial {serial}, was revoked {revoked:yyyy-MM-dd HH:mm} UTC"
            : at > entry.ValidUntil ? $"the certificate of {name}, serial {serial}, expired {entry.ValidUntil:yyyy-MM-dd HH:mm} UTC"
            : !registry.Trusts(issuer, at) ? $"the certificate of {name}, serial {serial}, does not come from an authority that is trusted here any more: enrol the device again"
            : null;
        return reason is null;
    }

    private (DateTime Written, long Length) Stamp()
    {
        FileInfo file = new(_folder.Registry);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }
}
