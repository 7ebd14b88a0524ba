using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeAI.Tests.Gateway.Broker;

/// <summary>Certificates that sign themselves, for a test's time.</summary>
internal static class TestCertificates
{
    public static X509Certificate2 Make(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddMinutes(-5), now.AddHours(1));
    }
}
