namespace EdgeAI.Gateway.Identity;

/// <summary>What a device is given.</summary>
/// <param name="Certificate">Its certificate, PEM.</param>
/// <param name="Authorities">The authorities that it should trust, PEM.</param>
/// <param name="ValidUntil">When its certificate expires, UTC.</param>
internal sealed record IssuedCertificate(string Certificate, string Authorities, DateTimeOffset ValidUntil);
