using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.Gateway.Audit;
using EdgeAI.Gateway.Identity;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeAI.Tests.Gateway.Identity;

/// <summary>An authority in a folder of its own, with a clock that the test sets.</summary>
internal sealed class AuthorityFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SetTime Time { get; } = new();

    public IdentityOptions Options => new() { Folder = _folder["identity"] };

    public IdentityFolder Folder => new(Options.Folder);

    public LocalAuthority Authority => new(Options, Time);

    public string this[string name] => _folder[name];

    public static async Task<AuthorityFixture> CreateAsync()
    {
        AuthorityFixture fixture = new();
        await fixture.Authority.InitAsync(force: false);
        return fixture;
    }

    public DeviceDirectory Open(Func<IdentityOptions, IdentityOptions>? change = null, AuditTrail? trail = null)
        => DeviceDirectory.Open(change?.Invoke(Options) ?? Options, "site", Time, NullLogger.Instance, trail);

    /// <summary>Enrols a device and gives its client files.</summary>
    public async Task<TlsClientOptions> EnrollAsync(string name, int days = 30, string[]? publish = null, string[]? subscribe = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        IssuedCertificate issued = await Authority.EnrollAsync(name, new PublicKey(key), days, publish, subscribe);
        return WriteClient(name, issued.Certificate, key, issued.Authorities);
    }

    /// <summary>Writes the files of a client whose certificate a test made.</summary>
    public TlsClientOptions WriteClient(string name, string certificate, ECDsa key, string? authorities = null)
    {
        TlsClientOptions options = new() { AuthorityFile = _folder[name + ".ca.crt"], CertificateFile = _folder[name + ".crt"], KeyFile = _folder[name + ".key"], ServerName = "localhost" };
        PrivateFile.Write(options.KeyFile, key.ExportPkcs8PrivateKeyPem());
        AtomicFile.Write(options.CertificateFile, certificate);
        AtomicFile.Write(options.AuthorityFile, authorities ?? File.ReadAllText(Folder.Trust));
        return options;
    }

    public static X509Certificate2 CertificateOf(TlsClientOptions options) => X509CertificateLoader.LoadCertificateFromFile(options.CertificateFile!);

    public void Dispose() => _folder.Dispose();
}
