using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace EdgeAI.Gateway.Identity;

/// <summary>The certificate that the gateway shows, read again when its files change. Files that are damaged leave the last good ones in force. Thread-safe.</summary>
internal sealed class ServerCertificate
{
    private readonly Lock _lock = new();
    private readonly string _certificateFile;
    private readonly string _keyFile;
    private Loaded _loaded;

    /// <summary>Reads the files.</summary>
    /// <exception cref="GatewayException">One is absent or damaged, or others may read the key.</exception>
    public ServerCertificate(string certificateFile, string keyFile)
    {
        _certificateFile = certificateFile;
        _keyFile = keyFile;
        _loaded = Read();
    }

    /// <summary>The files' last problem in one line; empty when there is none.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>When the certificate in use expires, UTC.</summary>
    public DateTimeOffset Expires => _loaded.Expires;

    /// <summary>The certificate for a handshake that begins now.</summary>
    public SslStreamCertificateContext Current()
    {
        lock (_lock)
        {
            (DateTime, DateTime) stamps = Stamps();
            if (stamps != _loaded.Stamps)
            {
                try
                {
                    _loaded = Read();
                    Problem = "";
                }
                catch (GatewayException exception)
                {
                    Problem = exception.Message;
                    _loaded = _loaded with { Stamps = stamps };
                }
            }

            return _loaded.Context;
        }
    }

    private Loaded Read()
    {
        (DateTime, DateTime) stamps = Stamps();
        X509Certificate2 own = PemCertificates.ReadWithKey(_certificateFile, _keyFile);
        X509Certificate2Collection all = PemCertificates.Read(_certificateFile);
        return new Loaded(stamps, SslStreamCertificateContext.Create(own, [.. all.Skip(1)], offline: true), own.NotAfter);
    }

    private (DateTime Certificate, DateTime Key) Stamps() => (File.GetLastWriteTimeUtc(_certificateFile), File.GetLastWriteTimeUtc(_keyFile));

    private sealed record Loaded((DateTime Certificate, DateTime Key) Stamps, SslStreamCertificateContext Context, DateTimeOffset Expires);
}
