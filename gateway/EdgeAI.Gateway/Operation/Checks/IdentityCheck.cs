using System.Security.Cryptography.X509Certificates;
using EdgeAI.Gateway.Identity;

namespace EdgeAI.Gateway.Operation.Checks;

/// <summary>The authority, the registry and certificates.</summary>
internal static class IdentityCheck
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    /// <summary>Everything about identity; one line where there is none.</summary>
    public static IEnumerable<Finding> Examine(GatewayOptions options)
    {
        if (options.Identity is not { } identity)
        {
            return [options.Listeners.FirstOrDefault(static listener => listener.Tls) is { } listener
                ? Finding.Fail("identity", $"the listener on {listener.Address}:{listener.Port} is to speak TLS, and there is no authority", "make one with EdgeAI.Gateway ca init, and name its folder with --identity")
                : Finding.Ok("identity", "no authority: loopback connections only")];
        }

        List<Finding> findings = [];
        try
        {
            Examine(identity, options.Time.GetUtcNow(), findings);
        }
        catch (GatewayException exception)
        {
            findings.Add(Finding.Fail("identity", exception.Message, ""));
        }

        return findings;
    }

    private static void Examine(IdentityOptions options, DateTimeOffset now, List<Finding> findings)
    {
        IdentityFolder folder = new(options.Folder);
        DeviceRegistry registry = RegistryFile.Read(folder.Registry);
        foreach (string key in Directory.GetFiles(folder.Path, "*.key"))
        {
            _ = PrivateFile.Read(key);
        }

        findings.Add(Validity("authority", registry.Issuing.Certificate.NotAfter, now, "EdgeAI.Gateway ca rotate"));
        if (options.ServerCertificateFile is { } own)
        {
            using X509Certificate2 certificate = PemCertificates.ReadWithKey(own, options.ServerKeyFile ?? "");
            findings.Add(Validity("server certificate", certificate.NotAfter, now, $"replace {own}"));
        }
        else if (File.Exists(folder.ServerCertificate))
        {
            using X509Certificate2 certificate = PemCertificates.ReadWithKey(folder.ServerCertificate, folder.ServerKey);
            findings.Add(Validity("server certificate", certificate.NotAfter, now, "start the gateway where the authority's key is: it renews by itself"));
        }

        string[] late = [.. registry.Devices.Values.Where(device => device.StateAt(now, TimeSpan.FromDays(options.DeviceDays)) is "expired" or "expires soon").Select(device => device.Name)];
        findings.Add(late.Length == 0
            ? Finding.Ok("devices", $"{registry.Devices.Count} enrolled")
            : Finding.Warn("devices", $"{late.Length} of {registry.Devices.Count} expired or expire soon, first '{late[0]}'", "renew on the device, or enrol it again"));
    }

    private static Finding Validity(string subject, DateTime until, DateTimeOffset now, string mend)
    {
        TimeSpan left = until.ToUniversalTime() - now.UtcDateTime;
        string text = $"valid until {until.ToUniversalTime():yyyy-MM-dd HH:mm} UTC";
        return left < TimeSpan.Zero ? Finding.Fail(subject, $"it expired: {text}", mend) : left < Soon ? Finding.Warn(subject, text, mend) : Finding.Ok(subject, text);
    }
}
