using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.Records.Certificates;

namespace EdgeAI.City.Sources;

/// <summary>Whether a broker's certificate is one that an authority of ours issued for its name.</summary>
internal sealed class TrustedServer
{
    private readonly X509Certificate2Collection _authorities = [];

    private readonly string _file;

    private TrustedServer(string file) => _file = file;

    /// <summary>Loads the authorities.</summary>
    /// <exception cref="CityException">The file cannot be read or holds no certificate.</exception>
    public static TrustedServer Load(string authorityFile)
    {
        TrustedServer trusted = new(authorityFile);
        try
        {
            trusted._authorities.ImportFromPemFile(authorityFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CityException($"the authority file {authorityFile} cannot be read ({exception.Message.ReplaceLineEndings(" ")}): check the path, and that it is PEM", exception);
        }

        return trusted._authorities.Count > 0 ? trusted : throw new CityException($"the authority file {authorityFile} holds no certificate: give the PEM file of the broker's authority");
    }

    /// <summary>Why an attempt to connect failed, in words that name the mend where it is the broker's certificate.</summary>
    public static string Explain(TrustedServer? trusted, Exception exception)
    {
        for (Exception? cause = exception; trusted is not null && cause is not null; cause = cause.InnerException)
        {
            if (cause is AuthenticationException)
            {
                return $"its certificate was not issued for that name by an authority in {trusted._file}: give the broker's authority with --authority, and the name in its certificate as the host";
            }
        }

        return ErrorLine.Of(exception);
    }

    /// <summary>Judges what a broker showed. That the name is the dialled one, .NET has judged already.</summary>
    public bool Accepts(X509Certificate? certificate, X509Chain? shown, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 server || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.ExtraStore.AddRange(shown?.ChainPolicy.ExtraStore ?? []);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;

        // A gateway's certificate of the same authority makes no broker of it.
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(CertificateVerification.ServerPurpose));
        return chain.Build(server);
    }
}
