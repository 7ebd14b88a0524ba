using System.Security.Cryptography.X509Certificates;

namespace EdgeAI.Gateway.Identity;

/// <summary>An authority that the gateway trusts.</summary>
/// <param name="KeyName">The name of its key; nothing once it issues no more.</param>
/// <param name="Certificate">Its certificate.</param>
/// <param name="Cross">Its name and key signed by the authority before it, for those that trust only that one; nothing for the first.</param>
/// <param name="TrustedUntil">When trust in it ends, UTC; nothing while it issues.</param>
internal sealed record TrustedAuthority(string? KeyName, X509Certificate2 Certificate, X509Certificate2? Cross, DateTimeOffset? TrustedUntil);
