using System.Security.Cryptography.X509Certificates;
using EdgeAI.Gateway.Broker;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace EdgeAI.Tests.Gateway.Broker;

/// <summary>A TLS server that takes exactly one device's certificate.</summary>
internal sealed class TestTlsServer(X509Certificate2 server, X509Certificate2 device) : ITlsServer
{
    public void Configure(HttpsConnectionAdapterOptions options)
    {
        options.ServerCertificateSelector = (_, _) => server;
        options.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
        options.ClientCertificateValidation = (certificate, _, _) => certificate.Thumbprint == device.Thumbprint;
    }
}
